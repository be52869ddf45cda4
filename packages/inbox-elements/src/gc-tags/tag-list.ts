// Tags to choose from: cleaning, finding and sorting them.
import { sanitizeText } from '../describe/session.ts';
import { TAG_MAX_CHARACTERS } from './tag-limits.ts';

/** Choices that are offered at once. */
const OFFERED_TAGS_LIMIT = 50;

/** A tag as it is stored; empty when nothing is left. */
export function cleanTag(text: string): string {
  return sanitizeText(text).slice(0, TAG_MAX_CHARACTERS).trim();
}

/** Own tags first, then those used elsewhere by how often, all containing the query. */
export function offeredTags(
  own: readonly string[],
  used: readonly (readonly string[])[],
  query: string,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const tag of used.flat()) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const others = [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([tag]) => tag);
  const wanted = query.toLocaleLowerCase();
  return [...new Set([...own, ...others])]
    .filter((tag) => tag.toLocaleLowerCase().includes(wanted))
    .slice(0, OFFERED_TAGS_LIMIT);
}
