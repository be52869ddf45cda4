// A copy of a conversation to keep: one plain text of all its messages, the older ones included. No text in it can look
// like somebody else's line.

import type { Conversation, ConversationMessage } from '@globalchat/core';
import { textOf } from '@globalchat/ui';
import type { ScreenKey, Localizer, ConversationKey, TranscriptKey } from '@globalchat/ui';
import { answerer } from '../i18n/presence-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';

type TranscriptFileLocalizer = Localizer<ConversationKey | ScreenKey | TranscriptKey>;

/** Marks that turn text around, and what no line of text has. */
const HIDDEN_CHARACTERS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** So that a message of several lines stays one. */
const CONTINUATION_INDENT = '    ';

/** Rejects when a page of older messages does not come. */
export async function saveTranscript(
  conversation: Conversation,
  context: PanelContext,
  localizer: TranscriptFileLocalizer,
  signal: AbortSignal,
): Promise<void> {
  const messages = await allMessages(conversation, signal);
  if (signal.aborted) return;
  const { config } = context.state;
  const { name } = answerer(config, conversation.get().session);
  const text = transcriptText(messages, localizer.t('conversationWith', { name }), localizer, name);
  saveFile(text, fileName(config?.teamName ?? '', Date.now()), signal);
}

/** Every message, oldest first; the transcript gets the older ones, too. */
async function allMessages(
  conversation: Conversation,
  signal: AbortSignal,
): Promise<readonly ConversationMessage[]> {
  for (;;) {
    const { hasMore, loading, messages, error } = conversation.get();
    if (signal.aborted || (!hasMore && loading === 'none')) return messages;
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

/** Days as headings, then a time, a name and the text of each message. */
function transcriptText(
  messages: readonly ConversationMessage[],
  title: string,
  localizer: TranscriptFileLocalizer,
  team: string,
): string {
  const day = new Intl.DateTimeFormat(localizer.locale, { dateStyle: 'full' });
  const lines = [plain(title)];
  let lastDay = '';
  for (const message of messages) {
    const today = day.format(message.createdAt);
    if (today !== lastDay) lines.push('', today, '');
    lastDay = today;
    const text = [...contentOf(message, localizer), ...fileLines(message, localizer)].join('\n');
    const who = nameOf(message, localizer, team);
    lines.push(`[${localizer.time(message.createdAt)}] ${who && `${who}: `}${indent(plain(text))}`);
  }
  return `${lines.join('\n')}\n`;
}

function nameOf(
  { senderType, senderName }: ConversationMessage,
  localizer: TranscriptFileLocalizer,
  team: string,
): string {
  if (senderType === 'system') return '';
  const name = senderType === 'visitor' ? localizer.t('you') : senderName || team || localizer.t('team');
  return plain(name).replace(/\s+/g, ' ');
}

function contentOf(
  { content, deletedAt, delivery }: ConversationMessage,
  localizer: TranscriptFileLocalizer,
): readonly string[] {
  if (deletedAt !== null) return [localizer.t('deleted')];
  const text = content === '' ? [] : [textOf(content)];
  return delivery === 'failed' ? [...text, localizer.t('notSent')] : text;
}

function fileLines(
  { attachments, uploads = [] }: ConversationMessage,
  localizer: TranscriptFileLocalizer,
): readonly string[] {
  return [...attachments, ...uploads].map(
    ({ name, size }) =>
      `${localizer.t('attachment')}: ${name.replace(/\s+/g, ' ')} (${localizer.bytes(size)})`,
  );
}

function plain(text: string): string {
  return text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(HIDDEN_CHARACTERS, '');
}

function indent(text: string): string {
  return text.replace(/\n/g, `\n${CONTINUATION_INDENT}`);
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
  return `${name || 'chat'}-${day}.txt`;
}

/** Lets the browser save it. */
function saveFile(text: string, name: string, signal: AbortSignal): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  // Some browsers read it only after this task.
  const free = (): void => URL.revokeObjectURL(link.href);
  const timer = setTimeout(free, 10_000);
  signal.addEventListener('abort', () => (clearTimeout(timer), free()), { once: true });
}
