// A conversation as an agent works on it: the conversation itself, and beside it notes, earlier conversations and changes
// of the session. Owns the notes' merging.

import { createConversation } from '../conversation/create-conversation.ts';
import type { ConversationOptions, OwnedConversation } from '../conversation/conversation-options.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { toGlobalChatError } from '../errors.ts';
import type { Thread, ThreadState } from './thread.ts';
import type { AgentTransport, InboxWatcher } from '../transport/transport.ts';
import type { InboxSession, Note, SessionChanges } from '../types.ts';

export interface ThreadParts extends Omit<
  ConversationOptions<InboxSession>,
  'side' | 'transport' | 'opening'
> {
  readonly transport: AgentTransport;
  readonly update: (changes: SessionChanges) => Promise<void>;
}

export interface OwnedThread extends OwnedConversation<InboxSession> {
  readonly conversation: Thread;
  hearNote: InboxWatcher['onNote'];
  /** Something may have been missed: reads notes and earlier conversations again. */
  reload(): void;
}

export function createThread(parts: ThreadParts): OwnedThread {
  const { id, transport } = parts;
  const owned = createConversation<InboxSession>({ ...parts, side: 'agent', opening: null });
  const conversation = owned.conversation as Omit<Conversation<InboxSession>, 'get'> & Pick<Thread, 'get'>;
  owned.refresh({ notes: [], answeredTrigger: null, previous: [] } satisfies Partial<ThreadState>);
  let open = false;
  /** Counts what was heard of notes: an answer that was overtaken is asked for again. */
  let heard = 0;

  const setNotes = (notes: readonly Note[]): void => owned.refresh({ notes: [...notes].sort(oldestFirst) });
  const others = (noteId: string): readonly Note[] =>
    conversation.get().notes.filter((note) => note.id !== noteId);
  const put = (note: Note): Note => {
    heard += 1;
    const known = conversation.get().notes.find((other) => other.id === note.id);
    if (!known || known.updatedAt <= note.updatedAt) setNotes([...others(note.id), note]);
    return note;
  };

  const reload = async (): Promise<void> => {
    try {
      for (let before = -1; open && before !== heard;) {
        before = heard;
        const { session, notes, ...beside } = await transport.sessionDetails(id);
        owned.tell(session);
        owned.refresh(beside);
        setNotes(notes);
      }
    } catch (cause) {
      owned.refresh({ error: toGlobalChatError(cause) });
    }
  };

  const thread: Thread = {
    ...conversation,
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
      setNotes(others(noteId));
    },
    update: parts.update,
  };

  return {
    ...owned,
    conversation: thread,
    hearNote({ note, deleted }) {
      put(note);
      if (deleted) setNotes(others(note.id));
    },
    reload: () => void reload(),
  };
}

function oldestFirst(a: Note, b: Note): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}
