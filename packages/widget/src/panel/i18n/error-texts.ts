// What a visitor is told about a failure; never a developer's message.

import type { GlobalChatError, GlobalChatErrorCode } from '@globalchat/core';
import type { ConversationKey } from '@globalchat/ui';
import type { WidgetLocalizer } from './localization.ts';

const TEXT_OF_ERROR: Partial<Record<GlobalChatErrorCode, ConversationKey>> = {
  network: 'cannotConnect',
  timeout: 'cannotConnect',
  channel_refused: 'cannotConnect',
  rate_limited: 'tooFast',
  blocked: 'notAllowed',
  not_allowed: 'notAllowed',
  origin_not_allowed: 'notAllowed',
  storage_unavailable: 'noStorage',
};

/** A sentence in the visitor's language. */
export function errorText(error: GlobalChatError, localizer: Pick<WidgetLocalizer, 't'>): string {
  return localizer.t(TEXT_OF_ERROR[error.code] ?? 'somethingFailed', {
    n: Math.max(1, Math.ceil((error.retryAfter ?? 0) / 1000)),
  });
}
