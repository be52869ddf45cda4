/**
 * Guesses which name was meant by a mistyped one, for the hints of errors.
 *
 * Hints must name what PostgREST would name, so the measure is its own: names are compared by the trigrams (then
 * bigrams) they share, and the best of those by their edit distance.
 */

/** For arguments and relationships, and for tables and functions, as PostgREST 14 answers. */
const MIN_NAME_SIMILARITY = 0.33;
export const MIN_OBJECT_NAME_SIMILARITY = 0.75;
const NGRAM_SIZES = [3, 2];

interface ScoredName {
  readonly name: string;
  /** 1 = the same name, but for upper and lower case. */
  readonly score: number;
}

/** The name of `names` that `typed` resembles most, if any does. */
export function closestName(
  names: readonly string[],
  typed: string,
  minScore = MIN_NAME_SIMILARITY,
): string | undefined {
  return scoredNames(names, typed).find(({ score }) => score >= minScore)?.name;
}

/** Like `closestName`, but never the name itself. */
export function closestOtherName(names: readonly string[], typed: string): string | undefined {
  return scoredNames(names, typed).find(({ score }) => score < 1)?.name;
}

function scoredNames(names: readonly string[], typed: string): ScoredName[] {
  const wanted = typed.toLowerCase();
  for (const size of NGRAM_SIZES) {
    const mine = groups(wanted, size);
    const found = names
      .filter((name) => likeness(mine, groups(name.toLowerCase(), size)) > 0)
      .map((name): ScoredName => ({ name, score: closeness(wanted, name.toLowerCase()) }))
      .filter(({ score }) => score >= MIN_NAME_SIMILARITY)
      .sort((one, other) => other.score - one.score);
    if (found.length > 0) return found;
  }
  return [];
}

function groups(name: string, size: number): Map<string, number> {
  const text = `-${name.replaceAll(/[^\p{L}\p{N}, ]/gu, '')}-`.padEnd(size, '-');
  const found = new Map<string, number>();
  for (let at = 0; at + size <= text.length; at += 1) {
    const group = text.slice(at, at + size);
    found.set(group, (found.get(group) ?? 0) + 1);
  }
  return found;
}

/** How many groups two names share. */
function likeness(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [group, count] of one) shared += count * (other.get(group) ?? 0);
  return shared;
}

/** 1 less the share of letters that must be changed. */
function closeness(one: string, other: string): number {
  const longest = Math.max(one.length, other.length);
  return longest === 0 ? 1 : 1 - distance(one, other) / longest;
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
