// What stands in a transcript, top to bottom. Owns days, groups, the line above new messages and where notes go;
// pure, and refuses to know templates.

import type { ConversationMessage, Note } from '@globalchat/core';

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly message: ConversationMessage;
  /** First and last of a group: one sender, within five minutes. */
  readonly first: boolean;
  readonly last: boolean;
  /** The sender is another one than in the message before of the same side: say the name. */
  readonly introduces: boolean;
}

export type TimelineRow =
  | MessageRow
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'note'; readonly key: string; readonly note: Note };

export interface TimelineInput {
  readonly messages: readonly ConversationMessage[];
  /** The part to show: from `start`, up to but without `end`. */
  readonly start: number;
  readonly end: number;
  /** Nothing older exists anywhere, so that older notes stand at the top. */
  readonly complete: boolean;
  readonly notes: readonly Note[];
  readonly firstUnreadSeq: number | null;
}

const GROUP_WITHIN = 5 * 60_000;

export function buildTimeline(input: TimelineInput): TimelineRow[] {
  const { messages, start, end, notes, firstUnreadSeq } = input;
  const rows: TimelineRow[] = [];
  let previous = messages[start - 1];
  let speaker = lastSpeaker(messages, start);
  let note =
    start === 0 && input.complete ? 0 : firstAfter(notes, previous?.createdAt ?? messages[0]?.createdAt ?? 0);

  for (let at = start; at < end; at++) {
    const message = messages[at];
    if (!message) break;
    const newDay = !previous || dayOf(previous.createdAt) !== dayOf(message.createdAt);
    let first = newDay || !belongTogether(previous, message);
    for (let next = notes[note]; next && next.createdAt < message.createdAt; next = notes[++note]) {
      rows.push({ kind: 'note', key: `note-${next.id}`, note: next });
      first = true;
    }
    if (newDay) rows.push({ kind: 'day', key: `day-${message.id}`, at: message.createdAt });
    if (message.seq !== null && message.seq === firstUnreadSeq) {
      rows.push({ kind: 'new', key: 'new' });
      first = true;
    }
    const introduces = message.senderType !== 'system' && speaker[message.senderType] !== nameOf(message);
    if (message.senderType !== 'system') speaker = { ...speaker, [message.senderType]: nameOf(message) };
    rows.push({
      kind: 'message',
      key: message.id,
      message,
      first,
      last: false,
      introduces: first && introduces,
    });
    previous = message;
  }
  closeGroups(rows);
  if (end === messages.length) {
    for (const rest of notes.slice(note)) rows.push({ kind: 'note', key: `note-${rest.id}`, note: rest });
  }
  return rows;
}

/** A row with something other than a message after it ends its group. */
function closeGroups(rows: TimelineRow[]): void {
  rows.forEach((row, at) => {
    const next = rows[at + 1];
    if (row.kind === 'message' && (next?.kind !== 'message' || next.first)) rows[at] = { ...row, last: true };
  });
}

/** An edited or failed message says so below itself, so nothing joins it from below. */
function belongTogether(above: ConversationMessage | undefined, below: ConversationMessage): boolean {
  return (
    above !== undefined &&
    above.senderType === below.senderType &&
    above.senderType !== 'system' &&
    nameOf(above) === nameOf(below) &&
    above.editedAt === null &&
    above.delivery !== 'failed' &&
    below.delivery !== 'failed' &&
    Math.abs(below.createdAt - above.createdAt) <= GROUP_WITHIN
  );
}

function nameOf(message: ConversationMessage): string {
  return message.senderName ?? '';
}

/** Who spoke last on each side before the window; looks back a little only, since it decides one label. */
function lastSpeaker(
  messages: readonly ConversationMessage[],
  start: number,
): Record<'visitor' | 'agent', string | undefined> {
  const speaker: Record<'visitor' | 'agent', string | undefined> = { visitor: undefined, agent: undefined };
  for (let at = start - 1; at >= Math.max(0, start - 20); at--) {
    const message = messages[at];
    if (message && message.senderType !== 'system') speaker[message.senderType] ??= nameOf(message);
  }
  return speaker;
}

/** Index of the first note later than that moment. */
function firstAfter(notes: readonly Note[], moment: number): number {
  const found = notes.findIndex((note) => note.createdAt >= moment);
  return found < 0 ? notes.length : found;
}

function dayOf(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
