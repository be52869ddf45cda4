// The agents' side: composition root of the live list, threads, presence.

import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { Thread } from './thread.ts';
import type { AgentTransport, SearchPage, SearchQuery } from '../transport/transport.ts';
import type {
  Agent,
  AgentAvailability,
  AgentPresence,
  CannedReply,
  ConnectionState,
  InboxSession,
  Membership,
  Note,
  SessionChanges,
  SessionCounts,
  SessionFilters,
} from '../types.ts';

export interface InboxState {
  /**
   * `signed-out`: the client has no user · `no-access`: signed in, but a member of no (such) tenant; with the error
   * `not_allowed` when that was so only until now.
   */
  readonly status: 'idle' | 'loading' | 'ready' | 'signed-out' | 'no-access' | 'failed';
  readonly me: Membership | null;
  readonly memberships: readonly Membership[];
  readonly team: readonly Agent[];
  /** Newest message first, filtered. */
  readonly sessions: readonly InboxSession[];
  readonly filters: SessionFilters;
  readonly counts: SessionCounts;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly cannedReplies: readonly CannedReply[];
  /** The team members who are online, this agent included. */
  readonly people: readonly AgentPresence[];
  /** Conversations in which a colleague mentioned this agent since the start, and that were not looked at since then. */
  readonly mentioned: readonly string[];
  /** What this agent chose to be, here or elsewhere; null before that is known. */
  readonly availability: AgentAvailability | null;
  readonly connection: ConnectionState;
  readonly error: GlobalChatError | null;
}

export interface InboxOptions {
  /** A supabase-js v2 client. The host app signs in; the inbox follows its auth state. */
  readonly client?: unknown;
  /** How changes arrive, `broadcast` unless said otherwise; or a transport of your own. */
  readonly transport?: 'broadcast' | 'postgres_changes' | AgentTransport;
  /** Which tenant; the first membership when absent. */
  readonly tenantId?: string;
  readonly filters?: SessionFilters;
  readonly debug?: boolean;
  readonly environment?: Partial<Environment>;
}

export interface Inbox extends ReadableStore<InboxState> {
  /** Tells one project from another on the same origin, in the names of what is kept there. Has no colon in it. */
  readonly project: string;
  /**
   * Loads memberships, the first page and goes live. From then on the inbox follows whoever signs in or out with its
   * client; with a transport that tells of nobody (see `watchUser`), repeat it after a sign-in.
   */
  start(): Promise<void>;
  setFilters(filters: SessionFilters): void;
  loadMore(): Promise<void>;
  refresh(): Promise<void>;
  /**
   * Full text over this tenant's messages, notes, names and e-mail addresses; the list stays as it is.
   * Rejects with `not_signed_in` before `start()` found out who the agent is.
   */
  search(query: string, options?: Omit<SearchQuery, 'tenantId' | 'query'>): Promise<SearchPage>;
  /** Same id, same object, until it is closed. */
  thread(sessionId: string): Thread;
  /** One or many, all or nothing, at most 200. */
  update(sessionIds: readonly string[], changes: SessionChanges): Promise<void>;
  /**
   * Calls back with conversations that changed, or may have, whatever the filters let through; `heard` when an event told
   * so just now, else they were read again after the start or an absence. Returns the way to stop.
   */
  onSessions(listener: (sessions: readonly InboxSession[], heard: boolean) => void): () => void;
  /** Calls back with the ids of conversations that are no more: nothing of them may stay on the screen. Returns the way to stop. */
  onErased(listener: (sessionIds: readonly string[]) => void): () => void;
  /** Calls back with each note by which a colleague mentions this agent from now on, once. Returns the way to stop. */
  onMention(listener: (note: Note) => void): () => void;
  /** Tells the team which conversation this agent looks at. */
  setViewing(sessionId: string | null, typing?: boolean): void;
  /**
   * What this agent is from now on, on every device. Visitors see the team online while somebody is `online` and has a
   * started inbox in a tab that was looked at within 15 minutes. Shows at once, and is taken back when it rejects.
   */
  setAvailability(availability: AgentAvailability): Promise<void>;
  destroy(): void;
}
