// One way to send, for the composer and for the page: the page is asked first and told afterwards.

import type { Conversation, OutgoingFile } from '@globalchat/core';
import { GcBeforeSendEvent, GcSendEvent } from '../events.ts';
import type { PanelHost } from '../global-chat/panel-contract.ts';

/** The message's id once the outbox holds it; null when the page held it back. Rejects when nothing was queued. */
export async function submitMessage(
  host: PanelHost,
  conversation: Conversation,
  content: string,
  attachments: readonly OutgoingFile[] = [],
): Promise<string | null> {
  if (!host.dispatchEvent(new GcBeforeSendEvent(content))) return null;
  const id = await conversation.send({ content, attachments });
  host.dispatchEvent(new GcSendEvent(id, conversation.id, content));
  return id;
}
