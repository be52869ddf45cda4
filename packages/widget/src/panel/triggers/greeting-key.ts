// Where the message beside the launcher that began a conversation is kept on this device.

import { storageKey } from '@globalchat/core';

export const greetingKey = (widgetId: string): string => storageKey(`${widgetId}:greeting`);
