// What the writer is about to insert, told by the text before the caret: `/` for a canned reply, `@` for a mention.

export interface SuggestionTrigger {
  readonly kind: 'canned' | 'mention';
  /** What stands between the sign and the caret. */
  readonly query: string;
  /** Where the sign stands in the text. */
  readonly start: number;
}

/** The sign begins a word, and what follows has no space: `1/2` and `a@b` are neither. */
const TRIGGER_PATTERNS = {
  canned: /(?:^|\s)\/([^\s/]{0,40})$/u,
  mention: /(?:^|\s)@([^\s@]{0,40})$/u,
} as const;

export function triggerAt(
  text: string,
  caret: number,
  kind: SuggestionTrigger['kind'],
): SuggestionTrigger | null {
  const query = TRIGGER_PATTERNS[kind].exec(text.slice(0, caret))?.[1];
  return query === undefined ? null : { kind, query, start: caret - query.length - 1 };
}
