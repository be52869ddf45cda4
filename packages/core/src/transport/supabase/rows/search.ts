// The wire shape of what a search found.

import type { SearchHit, SnippetPart } from '../../../types.ts';
import type { SearchPage } from '../../transport.ts';
import { fields, list, positive, text, time, word } from './narrow.ts';
import { readInboxSession } from './session.ts';

const HIT_KINDS: readonly SearchHit['kind'][] = ['message', 'note', 'visitor'];

/** Null when the value is no page. A hit without its conversation leads nowhere and is left out. */
export function readSearchPage(value: unknown): SearchPage | null {
  const row = fields(value);
  if (!Array.isArray(row.hits)) return null;
  return { hits: list(row.hits, readHit), cursor: row.cursor ?? null };
}

function readHit(value: unknown): SearchHit | null {
  const row = fields(value);
  const id = text(row.id);
  const kind = word(row.kind, HIT_KINDS, null);
  const session = readInboxSession(row.session);
  if (!id || !kind || !session) return null;
  return {
    kind,
    id,
    at: time(row.at) ?? 0,
    seq: positive(row.seq),
    snippet: list(row.snippet, readPart),
    session,
  };
}

function readPart(value: unknown): SnippetPart | null {
  const row = fields(value);
  const content = text(row.text);
  return content === null ? null : { text: content, match: row.match === true };
}
