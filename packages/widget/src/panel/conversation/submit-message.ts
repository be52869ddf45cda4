// One way to send, for the composer and for the page: the page is asked first and told afterwards. In between the
// visitor is asked what the owner wants to know before a conversation begins.

import type { Conversation, OutgoingFile } from '@globalchat/core';
import { GcBeforeSendEvent, GcSendEvent } from '../../events.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import type { ComposerSlot } from './composer-slot.ts';

/**
 * The message's id once the outbox holds it; null when the page held it back or the visitor went back from a question.
 * Rejects when nothing was queued. Without a slot nothing can be asked: the page itself sends.
 */
export async function submitMessage(
  context: Pick<PanelContext, 'chat' | 'host'>,
  conversation: Conversation,
  content: string,
  attachments: readonly OutgoingFile[] = [],
  slot?: ComposerSlot,
): Promise<string | null> {
  const { chat, host } = context;
  if (!host.dispatchEvent(new GcBeforeSendEvent(content))) return null;
  const { messages, session } = conversation.get();
  const isFirst = !session && !messages[0];
  const trigger = isFirst && host.answeredTrigger?.id;
  const message = { content, attachments, metadata: trigger ? { trigger } : {} };
  if (isFirst) {
    // Waited for, because it says whether the owner asks for consent. One that cannot be had asks for nothing: what somebody
    // writes without a network is safe in the outbox, and not in a box on the screen.
    const config = await chat.loadConfig().catch(() => null);
    if (config && (config.captcha || config.consentRequired || config.preChat[0])) {
      const { askBeforeFirstMessage } = await import('../pre-chat/pre-chat.ts');
      if (!(await askBeforeFirstMessage(context, message, slot))) return null;
    }
  }
  const id = await conversation.send(message);
  // What comes in another conversation answers nothing.
  if (trigger) delete host.answeredTrigger?.id;
  host.dispatchEvent(new GcSendEvent(id, conversation.id, content));
  return id;
}
