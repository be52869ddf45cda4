// From answers to what is told of the visitor: their details, and metadata that fits.

import type { VisitorDetails } from '@globalchat/core';
import { trimmed } from './validation.ts';
import type { Answer } from './validation.ts';
import type { Question } from './questions.ts';

/** Bytes of a conversation's context, less than the database's 2,048: it writes a space after each comma and colon. */
const MAX_METADATA_BYTES = 1900;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** What the visitor said of themselves. */
export function detailsOf(
  questions: readonly Question[],
  answers: ReadonlyMap<string, Answer>,
): VisitorDetails {
  const said = questions.flatMap(({ detail, key }) => {
    const answer = trimmed(String(answers.get(key) ?? ''));
    return detail && answer ? [[detail, answer]] : [];
  });
  return Object.fromEntries(said) as VisitorDetails;
}

/**
 * The answers to the owner's other questions, and when the visitor agreed.
 * @param context What else is told of where they write from. Where all is too large, its longest parts make room (they
 * come back as undefined), and then the answers' ends.
 */
export function metadataOf(
  questions: readonly Question[],
  answers: ReadonlyMap<string, Answer>,
  consentAt: string | null,
  context: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = questions.flatMap(({ detail, key }): [string, Answer][] => {
    const answer = answers.get(key) ?? '';
    const value = typeof answer === 'string' ? trimmed(answer) : answer;
    return detail || value === '' ? [] : [[key, value]];
  });
  const metadata: Record<string, unknown> = { ...(consentAt !== null && { consent_at: consentAt }) };
  if (entries.length > 0) metadata.fields = Object.fromEntries(entries);
  for (const name of ['referrer', 'page_title', 'page_url']) {
    if (bytesOf({ ...context, ...metadata }) > MAX_METADATA_BYTES) metadata[name] = undefined;
  }
  while (bytesOf({ ...context, ...metadata }) > MAX_METADATA_BYTES && entries.length > 0) {
    const longest = entries.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one));
    // By characters, so that no pair of units is torn.
    longest[1] = [...String(longest[1])].slice(0, -10).join('');
    metadata.fields = Object.fromEntries(entries);
  }
  return metadata;
}
