// What the library asks of a backend, in the domain's words. Types only: no Supabase, no JSON, no sockets here.
// Every method that returns a promise rejects with a GlobalChatError and nothing else.

import type { ReadableStore } from '../observable/store.ts';
import type {
  Agent,
  AgentAvailability,
  AgentPresence,
  Attachment,
  CannedReply,
  ConnectionState,
  InboxSession,
  Membership,
  Message,
  Note,
  PlainValue,
  SearchHit,
  Session,
  SessionChanges,
  SessionCounts,
  SessionFilters,
  VisitorDetails,
  VisitorEvent,
  VisitorIdentity,
  WidgetConfig,
} from '../types.ts';
import type { GlobalChatError } from '../errors.ts';

/** Something that listens until it is closed. Closing twice is fine; nothing is called after the first close. */
export interface Watch {
  close(): void;
}

/**
 * `joining` until the server accepted · `joined` accepted, but events may still be missed · `ready` events flow ·
 * `lost` the socket went, the transport rejoins by itself · `refused` not allowed; it will not be tried again.
 * A watcher syncs at each `joined` and at each `ready`.
 */
export type ChannelStatus = 'joining' | 'joined' | 'ready' | 'lost' | 'refused';

/** One change of one session. `message` is absent when only the session changed. */
export interface SessionEvent<S extends Session = Session> {
  readonly rev: number;
  readonly session: S;
  readonly message?: Message;
}

export interface SessionWatcher {
  readonly onEvent: (event: SessionEvent) => void;
  readonly onStatus: (status: ChannelStatus, error?: GlobalChatError) => void;
}

export interface SyncRequest {
  readonly sessionId: string;
  /** What changed after this rev. */
  readonly sinceRev?: number;
  /** The page before this seq. Not together with `sinceRev`. */
  readonly beforeSeq?: number;
  /** Rows, at most 200; 50 when absent. */
  readonly pageSize?: number;
}

/** `messages` and `rev` are one snapshot. `complete` is false when more changes follow: ask again with this `rev`. */
export interface SyncPage<S extends Session = Session> {
  readonly session: S;
  readonly rev: number;
  readonly messages: readonly Message[];
  readonly hasMore: boolean;
  readonly complete: boolean;
}

export interface SendRequest {
  readonly sessionId: string;
  /** UUID made once by the client; repeating it is safe. */
  readonly messageId: string;
  readonly content: string;
  readonly attachments?: readonly Attachment[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface UploadRequest {
  readonly sessionId: string;
  /** Of the message that will carry the file; its row does not exist yet. */
  readonly messageId: string;
  /** Counts the files of a message from 0. With the name it makes the path, so that repeating an upload is safe. */
  readonly place: number;
  readonly file: Blob;
  readonly name: string;
  readonly type: string;
  readonly width?: number;
  readonly height?: number;
}

/** What a mutation committed, with the rev it made. */
export interface Committed<S extends Session = Session> {
  readonly rev: number;
  readonly session: S;
  readonly message?: Message;
}

export interface TypingEvent {
  readonly typing: boolean;
  readonly name: string | null;
}

/** What visitors and agents share: everything that concerns one session. */
export interface ConversationTransport<S extends Session = Session> {
  /** The socket's state, for a visible connection indicator. */
  readonly connection: ReadableStore<ConnectionState>;
  /** The user id writes are stamped with, or null before sign-in. Outbox items are bound to it. */
  userId(): string | null;
  sync(request: SyncRequest): Promise<SyncPage<S>>;
  sendMessage(request: SendRequest): Promise<Committed<S> & { readonly message: Message }>;
  /**
   * Stores a file for a message. The session's row has to exist. A file that is there already is done.
   * `onProgress` hears 0 to 1 where the transport can tell. An aborted upload rejects with `closed`.
   */
  uploadFile(
    request: UploadRequest,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<Attachment>;
  /** A short-lived address of a file, cached until it is about to expire. */
  fileUrl(file: Pick<Attachment, 'path' | 'name'>, download: boolean): Promise<string>;
  /** Rejects with `edit_conflict` when the message is no longer at `baseRev`, where that is given. */
  editMessage(messageId: string, content: string, baseRev?: number): Promise<Committed<S>>;
  deleteMessage(messageId: string): Promise<Committed<S>>;
  markRead(sessionId: string, seq: number): Promise<Committed<S>>;
  markDelivered(sessionId: string, seq: number): Promise<Committed<S>>;
  watchSession(sessionId: string, watcher: SessionWatcher): Watch;
  /** Hears the other side's typing. */
  watchTyping(sessionId: string, onTyping: (event: TypingEvent) => void): Watch;
  /** Best effort, never throws, never stored. */
  sendTyping(sessionId: string, typing: boolean): void;
  /** Leaves every channel, stops every timer. */
  close(): void;
}

export interface OpenSessionRequest {
  readonly sessionId: string;
  readonly visitor: VisitorDetails;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What a visitor did on the page, on its way to the team. */
export interface TrackedEvent extends Pick<VisitorEvent, 'id' | 'name'> {
  readonly properties: Readonly<Record<string, PlainValue>>;
  /** Milliseconds since then: no clock but the database's tells the time. */
  readonly ageMs: number;
}

/** A visitor's side, bound to one widget. */
export interface VisitorTransport extends ConversationTransport {
  widgetConfig(): Promise<WidgetConfig>;
  /** Signs in anonymously unless a session is stored already; concurrent calls share one request. */
  signIn(options?: { readonly captchaToken?: string }): Promise<string>;
  /** Forgets the visitor on this device. */
  signOut(): Promise<void>;
  openSession(request: OpenSessionRequest): Promise<Session>;
  mySessions(): Promise<readonly Session[]>;
  rateSession(sessionId: string, score: number, comment: string | null): Promise<Session>;
  /** Name, e-mail and context of the visitor, given later than at the start. Metadata is merged. */
  updateVisitor(
    sessionId: string,
    visitor: Pick<VisitorDetails, 'name' | 'email'>,
    metadata: Readonly<Record<string, unknown>>,
  ): Promise<Session>;
  /** Tells the team what the visitor did; at most twenty at once. One that was told before, by its id, is told once. */
  track(sessionId: string, events: readonly TrackedEvent[]): Promise<Session>;
  /**
   * Makes the signed-in user the person that a token speaks of; what they wrote before comes along.
   * Rejects with `identity_invalid`, or `identity_conflict` when somebody else is identified here.
   */
  identify(token: string): Promise<VisitorIdentity>;
  /** Deletes everything of the signed-in user, files included. */
  eraseMe(): Promise<void>;
  /** Calls back when the owner changed the widget's row. */
  watchConfig(onChange: () => void): Watch;
}

export interface InboxWatcher {
  onSession(event: { readonly rev: number; readonly session: InboxSession }): void;
  onNote(event: { readonly sessionId: string; readonly note: Note; readonly deleted: boolean }): void;
  /** These sessions are no more. */
  onErased(sessionIds: readonly string[]): void;
  /** Something changed, in this session where one is named, and the event does not say what. */
  onChanged(sessionId: string | null): void;
  readonly onStatus: (status: ChannelStatus, error?: GlobalChatError) => void;
}

export interface SessionQuery {
  readonly tenantId: string;
  readonly filters: SessionFilters;
  readonly pageSize?: number;
  /** From the page before; opaque. */
  readonly cursor?: unknown;
}

export interface SessionPage {
  readonly sessions: readonly InboxSession[];
  /** Null on the last page. */
  readonly cursor: unknown;
  readonly counts: SessionCounts;
}

export interface SearchQuery {
  readonly tenantId: string;
  /** Words, each matched by its beginning; at most 200 characters and eight words count. */
  readonly query: string;
  /** Only hits in conversations that pass. */
  readonly filters?: SessionFilters | undefined;
  /** Hits, at most 100; 30 when absent. */
  readonly pageSize?: number | undefined;
  /** From the page before; opaque. */
  readonly cursor?: unknown;
}

export interface SearchPage {
  /** Newest first. */
  readonly hits: readonly SearchHit[];
  /** Null on the last page. */
  readonly cursor: unknown;
}

export interface SessionDetails {
  readonly session: InboxSession;
  /** The message beside the launcher that the conversation answers, in the owner's words; null when it answers none. */
  readonly answeredTrigger: string | null;
  readonly notes: readonly Note[];
  readonly previous: readonly Pick<Session, 'id' | 'status' | 'lastMessagePreview' | 'lastMessageAt'>[];
}

export interface PresenceWatch extends Watch {
  /** Tells the others where this agent is. */
  update(where: { readonly viewing: string | null; readonly typing: boolean }): void;
}

/** An agent's side, over a signed-in client. */
export interface AgentTransport extends ConversationTransport<InboxSession> {
  /** Tells one project from another on the same origin, in the names of what is kept there. Has no colon in it. */
  readonly project: string;
  /**
   * Calls back when somebody signed in or out, in this tab or another, or was signed out by the server; null is nobody.
   * Returns the way to stop. Without it an inbox finds out with its next request.
   */
  watchUser?(listener: (userId: string | null) => void): () => void;
  memberships(): Promise<readonly Membership[]>;
  team(tenantId: string): Promise<readonly Agent[]>;
  /** The heartbeat of an open inbox, and what the agent is from now on; null keeps it. Resolves to what they are. */
  setAvailability(tenantId: string, availability: AgentAvailability | null): Promise<AgentAvailability>;
  listSessions(query: SessionQuery): Promise<SessionPage>;
  /** Full text over messages, notes, names and e-mail addresses. */
  search(query: SearchQuery): Promise<SearchPage>;
  sessionDetails(sessionId: string): Promise<SessionDetails>;
  updateSession(sessionId: string, changes: SessionChanges): Promise<InboxSession>;
  updateSessions(sessionIds: readonly string[], changes: SessionChanges): Promise<readonly InboxSession[]>;
  addNote(request: {
    readonly noteId: string;
    readonly sessionId: string;
    readonly content: string;
    readonly mentions: readonly string[];
  }): Promise<Note>;
  updateNote(noteId: string, content: string, mentions: readonly string[]): Promise<Note>;
  deleteNote(noteId: string): Promise<Note>;
  cannedReplies(tenantId: string): Promise<readonly CannedReply[]>;
  watchInbox(tenantId: string, watcher: InboxWatcher): Watch;
  watchPresence(
    tenantId: string,
    me: { readonly userId: string; readonly name: string },
    onChange: (people: readonly AgentPresence[]) => void,
  ): PresenceWatch;
}
