// What a conversation is made of, and what its owner may tell it. Types only.

import type { Conversation } from './conversation.ts';
import type { Environment } from '../environment/environment.ts';
import type { IdSource } from '../ids.ts';
import type { Side } from '../store/delivery.ts';
import type { Drafts } from '../sync/drafts.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { SessionOpening } from '../environment/outbox-storage.ts';
import type { Committed, ConversationTransport } from '../transport/transport.ts';
import type { Session } from '../types.ts';

export interface ConversationOptions<S extends Session> {
  readonly id: string;
  readonly side: Side;
  readonly transport: ConversationTransport<S>;
  readonly environment: Environment;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  /** Under which name the draft is kept; the session's id when absent. */
  readonly draftKey?: string | undefined;
  readonly newId: IdSource;
  /** What is known of the session already. */
  readonly session: S | null;
  /** How the session is shown, with changes that are on their way, say; as it is when absent. */
  readonly overlay?: (session: S) => S;
  /** What to open the session with, while its row does not exist; null when it does. */
  readonly opening: (() => SessionOpening) | null;
  /** Whether files may be sent, as far as is known; they may when absent. */
  readonly mayAttach?: () => boolean;
  /** The session changed. */
  readonly onSession: (session: S) => void;
  readonly onOpen?: () => void;
  readonly onClose: () => void;
  /** It is no more, or not this user's any more. */
  readonly onGone: () => void;
}

/** A conversation and what its owner may tell it. */
export interface OwnedConversation<S extends Session> {
  readonly conversation: Conversation<S>;
  /** Looks at everything again; sets these fields of the state too. */
  refresh(fields?: object): void;
  /** The row exists now. */
  opened(session: Session): void;
  /** The database took a message of this session from the outbox. */
  committed(committed: Committed): void;
  /** Nothing of it is kept. */
  forget(): void;
  /** Another source told about the session. */
  tell(session: Session): void;
}
