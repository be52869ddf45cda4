// From the element's settings to the options of core's visitor chat, which checks them.

import type { VisitorChatOptions } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import { visitorMetadata } from './visitor-metadata.ts';

export function chatOptions(host: PanelHost): VisitorChatOptions {
  const { client, debug, environment, supabaseKey, supabaseUrl, transport, visitor, widgetId } = host;
  return {
    widgetId: widgetId ?? '',
    metadata: () => visitorMetadata(host.answeredTrigger?.id),
    // An absent option means its default.
    ...(supabaseUrl && { url: supabaseUrl }),
    ...(supabaseKey && { key: supabaseKey }),
    ...(client ? { client } : {}),
    ...(transport && { transport }),
    ...(visitor && { visitor }),
    ...(environment && { environment }),
    ...(debug && { debug }),
  };
}
