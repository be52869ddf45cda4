// Hears intents and reports their failures.
import { toGlobalChatError } from '@globalchat/core';
import type { GlobalChatError } from '@globalchat/core';
import type { InboxIntentMap } from '../events/event-map.ts';

/** How a provider fulfils each intent. */
export type IntentHandlers = {
  readonly [Type in keyof InboxIntentMap]: (intent: InboxIntentMap[Type]) => unknown;
};

/** Makes `host` fulfil what bubbles up to it, after every other listener, unless one cancelled. */
export function listenForIntents(
  host: HTMLElement,
  handlers: IntentHandlers,
  onFailure: (error: GlobalChatError, intent: string) => void,
): void {
  const fulfil = async (type: keyof InboxIntentMap, intent: Event): Promise<void> => {
    try {
      await (handlers[type] as (intent: Event) => unknown)(intent);
    } catch (cause) {
      const error = toGlobalChatError(cause);
      onFailure(error, type);
      throw error;
    }
  };
  for (const type of Object.keys(handlers) as (keyof InboxIntentMap)[]) {
    host.addEventListener(type, (event) => event.setDefaultAction(() => fulfil(type, event)));
  }
}
