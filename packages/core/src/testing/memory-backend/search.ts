// Full text search of the in-memory backend: folded words by their beginning, in messages, notes, names and addresses; scripts
// without spaces match character by character in a row.

import type { SearchPage, SearchQuery } from '../../transport/transport.ts';
import type { InboxSession, Message, Note, SearchHit, SnippetPart } from '../../types.ts';
import { foldText } from '../../fold-text.ts';
import { clampPageSize, keysetPage } from './pages.ts';

export interface MemorySearchSource {
  /** The conversations of the tenant that pass the query's filters. */
  readonly sessions: readonly InboxSession[];
  messagesOf(sessionId: string): readonly Message[];
  notesOf(sessionId: string): readonly Note[];
  placeOf(session: InboxSession): { readonly at: number };
  /** Among what is of the same time. */
  orderOf(id: string): number;
}

const HITS_PAGE_SIZE = 30;
const MAX_HITS_PAGE_SIZE = 100;
const MAX_QUERY_CHARACTERS = 200;
const MAX_QUERY_WORDS = 8;
const SNIPPET_LEAD_CHARACTERS = 60;
const SNIPPET_CHARACTERS = 160;
const WORD_PATTERN = /[\p{L}\p{M}\p{N}]+/gu;
const CHARACTERS_WITHOUT_SPACES =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;

export function searchMemory(source: MemorySearchSource, request: SearchQuery): SearchPage {
  const { query, pageSize = HITS_PAGE_SIZE, cursor } = request;
  const words = wordsOf(query.slice(0, MAX_QUERY_CHARACTERS)).slice(0, MAX_QUERY_WORDS);
  const hits = words.length === 0 ? [] : source.sessions.flatMap((session) => hitsIn(session, source, words));
  const { page, next } = keysetPage(
    hits.map((hit) => ({ hit, at: hit.at, order: source.orderOf(hit.id) })),
    cursor,
    clampPageSize(pageSize, MAX_HITS_PAGE_SIZE),
  );
  return { hits: page.map(({ hit }) => hit), cursor: next };
}

function hitsIn(session: InboxSession, source: MemorySearchSource, words: readonly string[]): SearchHit[] {
  const { visitorName, visitorEmail } = session;
  const person = [visitorName, visitorEmail].filter((text) => text !== null).join(' · ');
  const places: readonly (Omit<SearchHit, 'session' | 'snippet'> & { readonly content: string })[] = [
    ...source
      .messagesOf(session.id)
      .filter(({ deletedAt }) => deletedAt === null)
      .map(({ id, createdAt, seq, content }) => ({
        kind: 'message' as const,
        id,
        at: createdAt,
        seq,
        content,
      })),
    ...source.notesOf(session.id).map(({ id, createdAt, content }) => ({
      kind: 'note' as const,
      id,
      at: createdAt,
      seq: null,
      content,
    })),
    { kind: 'visitor', id: session.id, at: source.placeOf(session).at, seq: null, content: person },
  ];
  return places
    .filter(({ content }) => words.every((word) => contains(tokensOf(content), tokensOf(word))))
    .map(({ content, ...place }) => ({ ...place, snippet: snippetOf(content, words), session }));
}

/** The words of a text as it is compared, where accents and capitals do not matter. */
function wordsOf(text: string): string[] {
  return foldText(text).match(WORD_PATTERN) ?? [];
}

/** Words, with each character of a script without spaces alone. */
function tokensOf(text: string): string[] {
  return wordsOf(foldText(text).replace(CHARACTERS_WITHOUT_SPACES, ' $& '));
}

/** Whether these tokens stand in a row, each by its beginning. */
function contains(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some((_, place) => phrase.every((part, offset) => tokens[place + offset]?.startsWith(part)));
}

function snippetOf(content: string, words: readonly string[]): SnippetPart[] {
  const letters = [...content.replace(/\s+/g, ' ')];
  const folded = letters.map(foldText);
  /** Of each place of the folded text, which letter it is a part of. */
  const letterAt = folded.flatMap((text, place) => text.split('').map(() => place));
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const pattern = longestFirst.map((word) =>
    tokensOf(word).length === 1 ? `(?<![\\p{L}\\p{N}])${word}` : word,
  );
  const matches = [...folded.join('').matchAll(new RegExp(pattern.join('|'), 'gu'))];
  const begin = Math.max(0, (letterAt[matches[0]?.index ?? 0] ?? 0) - SNIPPET_LEAD_CHARACTERS);
  const end = begin + SNIPPET_CHARACTERS;
  const parts: SnippetPart[] = [];
  let from = begin;
  for (const { 0: word, index } of matches) {
    const start = letterAt[index] ?? 0;
    // A letter that has begun is marked as a whole, and so are the marks that follow it.
    let stop = (letterAt[index + word.length - 1] ?? 0) + 1;
    while (folded[stop] === '') stop += 1;
    if (start < from || stop > end) continue;
    parts.push({ text: letters.slice(from, start).join(''), match: false });
    parts.push({ text: letters.slice(start, stop).join(''), match: true });
    from = stop;
  }
  parts.push({ text: letters.slice(from, end).join(''), match: false });
  return parts.filter(({ text }) => text !== '');
}
