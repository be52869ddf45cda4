// Full text search of the in-memory backend: words by their beginning, in messages, notes, names and addresses; scripts
// without spaces match character by character in a row.

import type { SearchPage, SearchQuery } from '../../transport/transport.ts';
import type { InboxSession, Message, Note, SearchHit, SnippetPart } from '../../types.ts';
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

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORD_PATTERN) ?? [];
}

/** Words, with each character of a script without spaces alone. */
function tokensOf(text: string): string[] {
  return wordsOf(text.replace(CHARACTERS_WITHOUT_SPACES, ' $& '));
}

/** Whether these tokens stand in a row, each by its beginning. */
function contains(tokens: readonly string[], phrase: readonly string[]): boolean {
  return tokens.some((_, place) => phrase.every((part, offset) => tokens[place + offset]?.startsWith(part)));
}

function snippetOf(content: string, words: readonly string[]): SnippetPart[] {
  const line = content.replace(/\s+/g, ' ');
  const first = Math.min(...words.map((word) => line.toLowerCase().indexOf(word)).filter((at) => at >= 0));
  const start = Number.isFinite(first) ? Math.max(0, first - SNIPPET_LEAD_CHARACTERS) : 0;
  const cut = line.slice(start, start + SNIPPET_CHARACTERS);
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return cut
    .split(new RegExp(`(${longestFirst.join('|')})`, 'giu'))
    .map((text, place) => ({ text, match: place % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
