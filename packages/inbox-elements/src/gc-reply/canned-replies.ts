// Canned replies: finding and filling them. A variable without a value stays in the text, to be filled in by hand.
import { foldText } from '@globalchat/core';
import type { CannedReply } from '@globalchat/core';

/** A piece of a canned reply; `filled` when it came from a variable, `missing` when that has no value. */
export interface CannedFragment {
  readonly text: string;
  readonly kind: 'text' | 'filled' | 'missing';
}

/** By variable, such as `visitor.name`; null, absent or empty when it is not known. */
export type Variables = Readonly<Record<string, string | null>>;

/** `{{visitor.name}}`, or with what stands in for it: `{{visitor.name|there}}`. */
const VARIABLE = /\{\{\s*([^{}|\n]+?)\s*(?:\|([^{}\n]*))?\}\}/g;

/** Replies whose shortcut contains the query first, then those whose text does; accents and capitals do not matter. */
export function findCanned(replies: readonly CannedReply[], query: string): readonly CannedReply[] {
  const wanted = foldText(query);
  const byShortcut = replies.filter(({ shortcut }) => foldText(shortcut).includes(wanted));
  const byText = replies.filter(
    (reply) => !byShortcut.includes(reply) && foldText(reply.content).includes(wanted),
  );
  const starts = ({ shortcut }: CannedReply): number => (foldText(shortcut).startsWith(wanted) ? 0 : 1);
  return [...byShortcut.toSorted((a, b) => starts(a) - starts(b)), ...byText];
}

/** The text with its variables replaced. What stands in a value is never taken for a variable. */
export function fillCanned(content: string, variables: Variables): readonly CannedFragment[] {
  const parts: CannedFragment[] = [];
  let from = 0;
  for (const match of content.matchAll(VARIABLE)) {
    const [whole, name = '', standIn = ''] = match;
    const known = Object.hasOwn(variables, name) ? variables[name] : null;
    const value = known || standIn.trim();
    parts.push({ text: content.slice(from, match.index), kind: 'text' });
    parts.push({ text: value || `{{${name}}}`, kind: value === '' ? 'missing' : 'filled' });
    from = match.index + whole.length;
  }
  return [...parts, { text: content.slice(from), kind: 'text' } as const].filter(({ text }) => text !== '');
}

export function plainText(parts: readonly CannedFragment[]): string {
  return parts.map(({ text }) => text).join('');
}

export interface TextRange {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The variables that are still in a text. */
export function variablesIn(text: string): readonly TextRange[] {
  return [...text.matchAll(VARIABLE)].map(({ 0: name, index }) => ({
    name,
    start: index,
    end: index + name.length,
  }));
}
