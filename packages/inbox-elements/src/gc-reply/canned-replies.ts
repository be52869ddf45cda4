// Canned replies: finding and filling them. No placeholder is ever left in a message.
import type { CannedReply } from '@globalchat/core';

/** A piece of a canned reply; `filled` when it came from a variable. */
export interface CannedFragment {
  readonly text: string;
  readonly filled: boolean;
}

/** By variable, such as `visitor.name`; null or absent when it is not known. */
export type Variables = Readonly<Record<string, string | null>>;

/** Replies whose shortcut contains the query first, then those whose text does. */
export function findCanned(replies: readonly CannedReply[], query: string): readonly CannedReply[] {
  const wanted = query.toLocaleLowerCase();
  const byShortcut = replies.filter((reply) => reply.shortcut.toLocaleLowerCase().includes(wanted));
  const byText = replies.filter(
    (reply) => !byShortcut.includes(reply) && reply.content.toLocaleLowerCase().includes(wanted),
  );
  const starts = (reply: CannedReply): number =>
    reply.shortcut.toLocaleLowerCase().startsWith(wanted) ? 0 : 1;
  return [...byShortcut.toSorted((a, b) => starts(a) - starts(b)), ...byText];
}

/** `{{visitor.name}}` and the like replaced. An unknown one goes together with the space before it: "Hello," not "Hello ,". */
export function fillCanned(content: string, variables: Variables): readonly CannedFragment[] {
  const parts: CannedFragment[] = [];
  let from = 0;
  for (const match of content.matchAll(/([ \t]*)\{\{\s*([\w.]+)\s*\}\}/g)) {
    const [whole, space = '', name = ''] = match;
    const value = variables[name] ?? '';
    parts.push({ text: content.slice(from, match.index) + (value === '' ? '' : space), filled: false });
    parts.push({ text: value, filled: true });
    from = match.index + whole.length;
  }
  return [...parts, { text: content.slice(from), filled: false }].filter(({ text }) => text !== '');
}

export function plainText(parts: readonly CannedFragment[]): string {
  return parts.map(({ text }) => text).join('');
}
