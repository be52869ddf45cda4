// What stands in a transcript, top to bottom: days, groups, the line above new messages, and where notes go. Pure.

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

const GROUP_INTERVAL_MS = 5 * 60_000;

export function buildTimeline(input: TimelineInput): TimelineRow[] {
  const { messages, start, end, notes, firstUnreadSeq } = input;
  const rows: TimelineRow[] = [];
  let previous = messages[start - 1];
  const begins =
    input.complete && start === 0 ? -Infinity : ((previous ?? messages[0])?.createdAt ?? Infinity);
  let note = notes.findIndex(({ createdAt }) => createdAt >= begins);

  for (let at = start; at < end; at++) {
    const message = messages[at];
    if (!message) break;
    const above = rows.length;
    for (let next = notes[note]; next && next.createdAt < message.createdAt; next = notes[++note]) {
      rows.push({ kind: 'note', key: `note-${next.id}`, note: next });
    }
    if (!previous || dayOf(previous) !== dayOf(message)) {
      rows.push({ kind: 'day', key: `day-${message.id}`, at: message.createdAt });
    }
    if (message.seq !== null && message.seq === firstUnreadSeq) rows.push({ kind: 'new', key: 'new' });
    const first = rows.length > above || !belongTogether(previous, message);
    const introduces =
      first && message.senderType !== 'system' && message.senderName !== lastOfSide(messages, at)?.senderName;
    rows.push({ kind: 'message', key: message.id, message, first, last: false, introduces });
    previous = message;
  }
  if (end === messages.length && note >= 0) {
    for (const rest of notes.slice(note)) rows.push({ kind: 'note', key: `note-${rest.id}`, note: rest });
  }
  return rows.map((row, at) => {
    const next = rows[at + 1];
    return row.kind === 'message' ? { ...row, last: next?.kind !== 'message' || next.first } : row;
  });
}

/** An edited or failed message says so below itself, so nothing joins it from below. */
function belongTogether(above: ConversationMessage | undefined, below: ConversationMessage): boolean {
  return (
    above?.senderType === below.senderType &&
    below.senderType !== 'system' &&
    above.senderName === below.senderName &&
    above.editedAt === null &&
    above.delivery !== 'failed' &&
    below.delivery !== 'failed' &&
    Math.abs(below.createdAt - above.createdAt) <= GROUP_INTERVAL_MS
  );
}

/** The message before of the same side; looks back a little only, since it decides one label. */
function lastOfSide(messages: readonly ConversationMessage[], at: number): ConversationMessage | undefined {
  const { senderType } = messages[at] ?? {};
  return messages.slice(Math.max(0, at - 20), at).findLast((message) => message.senderType === senderType);
}

function dayOf({ createdAt }: ConversationMessage): number {
  return new Date(createdAt).setHours(0, 0, 0, 0);
}
