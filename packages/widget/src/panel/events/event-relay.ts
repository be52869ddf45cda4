// From changes of the stores to events of the element.

import type { Conversation, ConversationState, VisitorChatState } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import { GcMessageEvent, GcSessionEvent, GcStatusEvent, GcTypingEvent, GcUnreadEvent } from '../../events.ts';
import type { ErrorReporter } from './error-reporter.ts';

export interface EventRelay {
  chatChanged(now: VisitorChatState): void;
  /** `before` is null when the conversation has just been entered. */
  conversationChanged(conversation: Conversation, before: ConversationState | null): void;
}

export function createEventRelay(host: PanelHost, { report }: ErrorReporter): EventRelay {
  let known: VisitorChatState | null = null;
  /** Up to which `seq` messages were told of, or were there already. */
  const told = new Map<string, number>();

  return {
    chatChanged(now) {
      if (now.error && now.error !== known?.error) report(now.error);
      if (now.unread !== (known?.unread ?? 0)) host.dispatchEvent(new GcUnreadEvent(now.unread));
      if (now.connection !== (known?.connection ?? 'idle'))
        host.dispatchEvent(new GcStatusEvent(now.connection));
      known = now;
    },
    conversationChanged(conversation, before) {
      const now = conversation.get();
      if (now.error && now.error !== before?.error) report(now.error);
      if (
        now.session &&
        (now.session.id !== before?.session?.id || now.session.status !== before.session.status)
      ) {
        host.dispatchEvent(new GcSessionEvent(now.session));
      }
      if (Boolean(now.typing) !== Boolean(before?.typing)) {
        host.dispatchEvent(new GcTypingEvent(now.typing !== null, now.typing?.name ?? null));
      }
      const last = told.get(conversation.id);
      let highest = last ?? 0;
      for (const { delivery, error, delay, seq, ...message } of now.messages) {
        const failure = delivery === 'failed' ? error : delay;
        if (failure) report(failure);
        if (seq === null || seq <= highest) continue;
        highest = seq;
        if (last !== undefined && message.senderType !== 'visitor')
          host.dispatchEvent(new GcMessageEvent({ ...message, seq }));
      }
      // What was there when the conversation was entered is history: the page is not told.
      if (now.loading !== 'initial')
        told.set(conversation.id, Math.max(highest, last ?? now.session?.lastSeq ?? 0));
    },
  };
}
