// A conversation as an agent works on it: the conversation itself, and beside it notes, earlier conversations and changes
// of the session. Owns the notes' merging; refuses to know the list that it belongs to.

import { createConversation } from '../conversation/create-conversation.ts';
import type { ConversationParts, OwnedConversation } from '../conversation/create-conversation.ts';
import { toGlobalChatError } from '../errors.ts';
import type { GlobalChatError } from '../errors.ts';
import { deriveStore } from '../store/derive-store.ts';
import { createStore } from '../store/store.ts';
import type { ReadableStore } from '../store/store.ts';
import type { Thread, ThreadState } from '../thread.ts';
import type { AgentTransport, InboxWatcher, SessionDetails } from '../transport/transport.ts';
import type { InboxSession, Note, SessionChanges } from '../types.ts';

export interface ThreadParts extends Omit<ConversationParts<InboxSession>, 'side' | 'transport' | 'opening'> {
  readonly transport: AgentTransport;
  /** Changes when `overlay` would answer differently. */
  readonly overlayVersion: ReadableStore<unknown>;
  /** A session with the changes that are on their way. */
  readonly overlay: (session: InboxSession) => InboxSession;
  readonly update: (changes: SessionChanges) => Promise<void>;
}

export interface OwnedThread extends OwnedConversation<InboxSession> {
  readonly conversation: Thread;
  hearNote: InboxWatcher['onNote'];
  /** Something may have been missed: reads notes and earlier conversations again. */
  reload(): void;
}

interface Details {
  readonly notes: readonly Note[];
  readonly previous: SessionDetails['previous'];
  readonly error: GlobalChatError | null;
}

export function createThread(parts: ThreadParts): OwnedThread {
  const { id, transport } = parts;
  const owned = createConversation<InboxSession>({ ...parts, side: 'agent', opening: null });
  const { conversation } = owned;
  const details = createStore<Details>({ notes: [], previous: [], error: null });
  let open = false;
  /** Counts what was heard of notes: an answer that was overtaken is asked for again. */
  let heard = 0;

  const state = deriveStore<ThreadState>([conversation, details, parts.overlayVersion], () => {
    const current = conversation.get();
    const { notes, previous, error } = details.get();
    return {
      ...current,
      session: current.session && parts.overlay(current.session),
      error: current.error ?? error,
      notes,
      previous,
    };
  });

  const setNotes = (change: (notes: readonly Note[]) => readonly Note[]): void =>
    details.update((current) => ({ ...current, notes: [...change(current.notes)].sort(oldestFirst) }));
  const put = (note: Note): Note => {
    heard += 1;
    setNotes((notes) => {
      const known = notes.find((other) => other.id === note.id);
      if (known && known.updatedAt > note.updatedAt) return notes;
      return [...notes.filter((other) => other.id !== note.id), note];
    });
    return note;
  };

  const reload = async (): Promise<void> => {
    try {
      for (let before = -1; open && before !== heard;) {
        before = heard;
        const { session, notes, previous } = await transport.sessionDetails(id);
        owned.tell(session);
        details.update(() => ({ notes: [...notes].sort(oldestFirst), previous, error: null }));
      }
    } catch (cause) {
      details.update((current) => ({ ...current, error: toGlobalChatError(cause) }));
    }
  };

  const thread: Thread = {
    ...conversation,
    get: state.get,
    subscribe: state.subscribe,
    open() {
      if (open) return;
      open = true;
      conversation.open();
      void reload();
    },
    close() {
      open = false;
      conversation.close();
    },
    addNote: async (content, mentions = []) =>
      put(await transport.addNote({ noteId: parts.newId(), sessionId: id, content, mentions })),
    updateNote: async (noteId, content, mentions = []) =>
      put(await transport.updateNote(noteId, content, mentions)),
    async deleteNote(noteId) {
      await transport.deleteNote(noteId);
      heard += 1;
      setNotes((notes) => notes.filter((note) => note.id !== noteId));
    },
    update: parts.update,
  };

  return {
    ...owned,
    conversation: thread,
    hearNote({ note, deleted }) {
      put(note);
      if (deleted) setNotes((notes) => notes.filter((other) => other.id !== note.id));
    },
    reload: () => void reload(),
  };
}

function oldestFirst(a: Note, b: Note): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
