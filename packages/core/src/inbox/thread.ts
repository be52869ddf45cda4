// A conversation as an agent works on it: the messages plus what only the team knows.

import type { Conversation, ConversationState } from '../conversation/conversation.ts';
import type { SessionDetails } from '../transport/transport.ts';
import type { InboxSession, Note, SessionChanges } from '../types.ts';

export interface ThreadState extends ConversationState<InboxSession> {
  /** Oldest first. */
  readonly notes: readonly Note[];
  /** The message beside the launcher that it answers; null when it answers none. */
  readonly answeredTrigger: SessionDetails['answeredTrigger'];
  /** Earlier conversations of the same visitor, newest first. */
  readonly previous: SessionDetails['previous'];
}

export interface Thread extends Conversation<InboxSession> {
  readonly get: () => ThreadState;
  /** Stores a note as the signed-in agent. Resolves once it is in the database; rejects and keeps nothing otherwise. */
  addNote(content: string, mentions?: readonly string[]): Promise<Note>;
  updateNote(noteId: string, content: string, mentions?: readonly string[]): Promise<Note>;
  deleteNote(noteId: string): Promise<void>;
  /** Shows at once and takes it back when the database refuses. */
  update(changes: SessionChanges): Promise<void>;
}
