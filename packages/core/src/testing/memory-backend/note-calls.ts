// Notes of the in-memory backend: kept, changed, taken back, and told to the inbox alone.

import type { InboxWatcher } from '../../transport/transport.ts';
import type { Note } from '../../types.ts';
import type { MemoryCaller } from './caller.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryTeam } from './team.ts';

export type NoteEvent = Parameters<InboxWatcher['onNote']>[0];

export interface NoteParts {
  readonly database: MemoryDatabase;
  readonly team: MemoryTeam;
  readonly hub: MemoryHub;
  readonly now: () => number;
}

export interface NoteRequest {
  readonly noteId: string;
  readonly sessionId: string;
  readonly content: string;
  readonly mentions: readonly string[];
}

export function addNote(parts: NoteParts, caller: MemoryCaller, request: NoteRequest): Note {
  const { database, team, now } = parts;
  const known = team.notes.get(request.noteId);
  if (known) return known;
  database.session(caller, request.sessionId);
  const note: Note = {
    id: request.noteId,
    sessionId: request.sessionId,
    authorId: caller.userId,
    authorName: caller.name ?? '',
    content: request.content,
    mentions: request.mentions,
    createdAt: now(),
    updatedAt: now(),
  };
  team.notes.set(note.id, note);
  return tell(parts, caller, note, false);
}

export function updateNote(
  parts: NoteParts,
  caller: MemoryCaller,
  noteId: string,
  { content, mentions }: Pick<NoteRequest, 'content' | 'mentions'>,
): Note {
  const before = parts.team.ownNote(noteId, caller.userId);
  const note: Note = { ...before, content, mentions, updatedAt: parts.now() };
  parts.team.notes.set(noteId, note);
  return tell(parts, caller, note, false);
}

export function deleteNote(parts: NoteParts, caller: MemoryCaller, noteId: string): Note {
  const note = parts.team.ownNote(noteId, caller.userId);
  parts.team.notes.delete(noteId);
  return tell(parts, caller, note, true);
}

function tell({ hub }: NoteParts, caller: MemoryCaller, note: Note, deleted: boolean): Note {
  const event: NoteEvent = { sessionId: note.sessionId, note, deleted };
  hub.publish(`inbox:${caller.tenantId}`, { note: event });
  return note;
}
