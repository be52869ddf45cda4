// A copy of a conversation to keep: one file with all its messages, the older ones included.

import type { Conversation, ConversationMessage } from '@globalchat/core';
import { transcriptTexts } from '@globalchat/ui';
import { answerer } from '../i18n/availability-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { transcriptDocument } from './transcript-document.ts';

/** Rejects when a page of older messages does not come. */
export async function saveTranscript(
  conversation: Conversation,
  context: PanelContext,
  signal?: AbortSignal,
): Promise<void> {
  const messages = await allMessages(conversation, signal);
  if (signal?.aborted) return;
  const { config } = context.state;
  const { name } = answerer(config, conversation.get().session);
  const localizer = withScreenTexts(context.localizer).extend(transcriptTexts);
  const title = localizer.t('conversationWith', { name });
  const text = transcriptDocument({ title, messages, localizer, team: name });
  saveFile(text, fileName(config?.teamName ?? '', Date.now()));
}

/** Every message, oldest first; the transcript gets the older ones, too. */
async function allMessages(
  conversation: Conversation,
  signal: AbortSignal | undefined,
): Promise<readonly ConversationMessage[]> {
  for (;;) {
    const { hasMore, loading, messages, error } = conversation.get();
    if (signal?.aborted || (!hasMore && loading === 'none')) return messages;
    if (loading === 'none') await conversation.loadOlder();
    else await nextChange(conversation);
    const now = conversation.get();
    const isStuck = now.loading === 'none' && now.hasMore && now.messages[0]?.id === messages[0]?.id;
    if ((isStuck && loading === 'none') || (now.error && now.error !== error))
      throw now.error ?? new Error('No older messages came.');
  }
}

function nextChange(conversation: Conversation): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = conversation.subscribe(() => {
      unsubscribe();
      resolve();
    });
  });
}

/** Letters and digits of any script, and the day: fit for every system. */
export function fileName(team: string, now: number): string {
  const name = team
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const date = new Date(now);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  return `${name || 'chat'}-${day}.html`;
}

/** Lets the browser save it. */
function saveFile(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/html;charset=utf-8' }));
  link.download = name;
  link.click();
  // Some browsers read it only after this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
