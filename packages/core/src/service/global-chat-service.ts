// The service of the user guide: its five functions, with their arguments and results.

import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import type { AgentTransport, VisitorTransport } from '../transport/transport.ts';
import type { Attachment } from '../types.ts';
import type { MessageRow, SessionRow } from './rows.ts';

export interface GlobalChatServiceOptions {
  /** https://PROJECT.supabase.co. Not needed with a `client`. */
  readonly url?: string;
  /** The publishable (or legacy anon) key. */
  readonly key?: string;
  /** The row of `global_widget_config` that new sessions belong to. */
  readonly widgetId?: string;
  /** A supabase-js v2 client. Agents need one that is signed in. */
  readonly client?: unknown;
  /** Logs `[Realtime] Channel session:… status: SUBSCRIBED` and the like. */
  readonly debug?: boolean;
  /** How changes arrive: `broadcast` unless said otherwise. */
  readonly transport?: 'broadcast' | 'postgres_changes';
  readonly environment?: Partial<Environment>;
  /** Other backends, and tests. */
  readonly transports?: { readonly visitor?: VisitorTransport; readonly agent?: AgentTransport };
}

export interface CreateSessionArguments {
  readonly visitor_name?: string;
  readonly visitor_email?: string;
  /** An id that the page keeps for this browser. Stored, never trusted. */
  readonly visitor_id?: string;
  /** At most 2 KB. */
  readonly visitor_metadata?: Readonly<Record<string, unknown>>;
}

export interface SendMessageArguments {
  readonly session_id: string;
  readonly content: string;
  /** `visitor` when absent. Chooses whose credentials are used; the database stamps the sender by them. */
  readonly sender_type?: 'visitor' | 'agent';
  /** Accepted for the sake of the shape; the database stamps the sender's own name. */
  readonly sender_name?: string;
  readonly attachments?: readonly Attachment[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export type SessionResult =
  | { readonly session: SessionRow; readonly error: null }
  | { readonly session: null; readonly error: GlobalChatError };
export type MessageResult =
  | { readonly message: MessageRow; readonly error: null }
  | { readonly message: null; readonly error: GlobalChatError };

export interface GlobalChatService {
  /** Signs the visitor in where needed and opens a session. */
  createSession(session: CreateSessionArguments): Promise<SessionResult>;
  /** Stores a message. A failed network is tried again under the same id, so that nothing is stored twice. */
  sendMessage(message: SendMessageArguments): Promise<MessageResult>;
  /** Each new message of a session once and in order, lost events included. Returns the way to stop. */
  subscribeToSession(
    sessionId: string,
    onMessage: (message: MessageRow) => void,
    onError?: (error: GlobalChatError) => void,
  ): () => void;
  /** For agents: new sessions, new messages and changed sessions of their tenant. Returns the way to stop. */
  subscribeToAllSessions(
    onSession: (session: SessionRow) => void,
    onMessage: (message: MessageRow) => void,
    onUpdate: (session: SessionRow) => void,
    onError?: (error: GlobalChatError) => void,
  ): () => void;
  /** Ends every subscription. */
  unsubscribeAll(): void;
}
