// Notes of the in-memory backend: kept, changed, taken back, and told to the inbox alone.

import type { InboxWatcher } from '../../transport/transport.ts';
import type { Note } from '../../types.ts';
import { checkContent } from './arguments.ts';
import type { MemoryCaller } from './caller.ts';
import { idConflict, invalidArgument, notFound } from './refusals.ts';
import { agentOf, isAgentOf, noteOrder, sessionRow } from './rows.ts';
import type { MemoryTables } from './tables.ts';

const MAX_MENTIONS = 50;

export type NoteEvent = Parameters<InboxWatcher['onNote']>[0];

export interface NoteRequest {
  readonly noteId: string;
  readonly sessionId: string;
  readonly content: string;
  readonly mentions: readonly string[];
}

/** Null where the call is a repeated one, of which nobody hears. */
export interface NoteAnswer {
  readonly note: Note;
  readonly told: { readonly tenantId: string; readonly event: NoteEvent } | null;
}

export function notesOf({ notes, order }: MemoryTables, sessionId: string): readonly Note[] {
  return [...notes.values()]
    .filter((note) => note.sessionId === sessionId)
    .sort((a, b) => a.createdAt - b.createdAt || (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}

export function addNote(tables: MemoryTables, caller: MemoryCaller, request: NoteRequest): NoteAnswer {
  const { tenantId, id: sessionId } = sessionRow(tables, caller, request.sessionId).summary;
  const stored = tables.notes.get(request.noteId);
  if (stored) {
    if (stored.sessionId !== sessionId || stored.authorId !== caller.userId) throw idConflict('note');
    return { note: stored, told: null };
  }
  checkContent(request.content, false);
  const mentions = checkedMentions(tables, tenantId, request.mentions);
  noteOrder(tables, request.noteId);
  const now = tables.now();
  return keep(tables, tenantId, {
    id: request.noteId,
    sessionId,
    authorId: caller.userId,
    authorName: agentOf(tables, caller.userId, tenantId)?.displayName ?? caller.name ?? '',
    content: request.content,
    mentions,
    createdAt: now,
    updatedAt: now,
  });
}

/** The author's right. */
export function updateNote(
  tables: MemoryTables,
  caller: MemoryCaller,
  noteId: string,
  { content, mentions }: Pick<NoteRequest, 'content' | 'mentions'>,
): NoteAnswer {
  const { note, tenantId } = noteRow(tables, caller, noteId);
  if (note.authorId !== caller.userId) throw notFound('note');
  checkContent(content, false);
  const checked = checkedMentions(tables, tenantId, mentions);
  return keep(tables, tenantId, { ...note, content, mentions: checked, updatedAt: tables.now() });
}

/** The author's, or an admin's, right. */
export function deleteNote(tables: MemoryTables, caller: MemoryCaller, noteId: string): NoteAnswer {
  const { note, tenantId } = noteRow(tables, caller, noteId);
  const isAdmin = agentOf(tables, caller.userId, tenantId)?.role === 'admin';
  if (note.authorId !== caller.userId && !isAdmin) throw notFound('note');
  tables.notes.delete(noteId);
  tables.order.delete(noteId);
  return { note, told: { tenantId, event: { sessionId: note.sessionId, note, deleted: true } } };
}

function noteRow(
  tables: MemoryTables,
  caller: MemoryCaller,
  noteId: string,
): { readonly note: Note; readonly tenantId: string } {
  const note = tables.notes.get(noteId);
  const tenantId = note && tables.sessions.get(note.sessionId)?.summary.tenantId;
  if (!note || tenantId === undefined || !isAgentOf(tables, caller, tenantId)) throw notFound('note');
  return { note, tenantId };
}

function keep(tables: MemoryTables, tenantId: string, note: Note): NoteAnswer {
  tables.notes.set(note.id, note);
  return { note, told: { tenantId, event: { sessionId: note.sessionId, note, deleted: false } } };
}

function checkedMentions(
  tables: MemoryTables,
  tenantId: string,
  mentions: readonly string[],
): readonly string[] {
  const people = [...new Set(mentions)];
  if (people.length > MAX_MENTIONS || people.some((person) => !agentOf(tables, person, tenantId)))
    throw invalidArgument('mentions are agents of this tenant.');
  return people;
}
