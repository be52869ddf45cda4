// Search in the in-memory backend: words by their beginning, as the database matches them, over few rows and without
// an index. Owns matching and snippets.

import type { SearchPage, SearchQuery } from '../../transport/transport.ts';
import type { InboxSession, Message, Note, SearchHit, SnippetPart } from '../../types.ts';

export interface MemorySearchSource {
  /** The conversations of the tenant that pass the query's filters. */
  readonly sessions: readonly InboxSession[];
  messagesOf(sessionId: string): readonly Message[];
  notesOf(sessionId: string): readonly Note[];
}

const HITS_PAGE_SIZE = 30;
const SNIPPET_LEAD_CHARACTERS = 60;
const SNIPPET_CHARACTERS = 160;
const WORDS = /[\p{L}\p{M}\p{N}]+/gu;

export function searchMemory(source: MemorySearchSource, request: SearchQuery): SearchPage {
  const { query, pageSize = HITS_PAGE_SIZE, cursor } = request;
  const words = wordsOf(query).slice(0, 8);
  const hits = words.length === 0 ? [] : source.sessions.flatMap((session) => hitsIn(session, source, words));
  hits.sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
  const start = typeof cursor === 'string' ? hits.findIndex(({ id }) => id === cursor) + 1 : 0;
  const page = hits.slice(start, start + pageSize);
  const more = start + page.length < hits.length;
  return { hits: page, cursor: more ? (page.at(-1)?.id ?? null) : null };
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
    { kind: 'visitor', id: session.id, at: session.updatedAt, seq: null, content: person },
  ];
  return places
    .filter(({ content }) => words.every((word) => wordsOf(content).some((own) => own.startsWith(word))))
    .map(({ content, ...place }) => ({ ...place, snippet: snippetOf(content, words), session }));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORDS) ?? [];
}

function snippetOf(content: string, words: readonly string[]): SnippetPart[] {
  const first = Math.min(...words.map((word) => content.toLowerCase().indexOf(word)).filter((at) => at >= 0));
  const cut = content.slice(Math.max(0, first - SNIPPET_LEAD_CHARACTERS)).slice(0, SNIPPET_CHARACTERS);
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  return cut
    .split(new RegExp(`(${longestFirst.join('|')})`, 'giu'))
    .map((text, place) => ({ text, match: place % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
