// The service of the user guide: five functions over the same transports and the same sync as everything else.
// Owns their argument and result shapes; refuses to throw, to keep transcripts and to decide who sent a message.

import { browserEnvironment } from '../environment/browser-environment.ts';
import type { Environment } from '../environment/environment.ts';
import { GlobalChatError, toGlobalChatError } from '../errors.ts';
import { createIdSource } from '../ids.ts';
import { lazyImport } from '../lazy.ts';
import { followSession } from './one-session.ts';
import type { FollowedSession, Seen } from './one-session.ts';
import { toMessageRow, toSessionRow } from './rows.ts';
import type { MessageRow, SessionRow } from './rows.ts';
import { createBackoff } from '../backoff.ts';
import { createSupabaseAgentTransport } from '../transport/supabase/agent-transport.ts';
import { createSupabaseVisitorTransport } from '../transport/supabase/visitor-transport.ts';
import type { AgentTransport, VisitorTransport } from '../transport/transport.ts';
import type { Attachment } from '../types.ts';

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
  readonly changes?: 'broadcast' | 'postgres_changes';
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

const MAX_ATTEMPTS = 3;

/** Connects and stores nothing until a function is called; whatever is wrong with the options, the functions tell. */
export function createGlobalChatService(options: GlobalChatServiceOptions): GlobalChatService {
  const environment = browserEnvironment(options.environment);
  const { clock } = environment;
  const newId = createIdSource(() => clock.now());
  const { changes } = options;
  const shared = { environment, changes, debug: options.debug };
  const stops = new Set<() => void>();
  const followed = new Map<string, Set<FollowedSession>>();
  /** Of sessions made here: what the caller has been given of them. */
  const seen = new Map<string, Seen>();
  let knownAgent: string | null = null;
  let visitorTransport = options.transports?.visitor;
  let agentTransport = options.transports?.agent;

  const visitor = (): VisitorTransport =>
    (visitorTransport ??= createSupabaseVisitorTransport({
      ...options,
      ...shared,
      widgetId: options.widgetId,
    }));
  const agent = (): AgentTransport => {
    if (!agentTransport && !options.client) {
      throw new GlobalChatError(
        'not_signed_in',
        'Agents need a signed-in supabase-js client: pass it as `client`.',
      );
    }
    return (agentTransport ??= createSupabaseAgentTransport({ ...shared, client: options.client }));
  };
  const hasAgent = (): boolean => options.client !== undefined || agentTransport !== undefined;

  /** Repeats what may work a moment later; what is asked must be safe to repeat. */
  const persist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const backoff = createBackoff(environment.random);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (cause) {
        const error = toGlobalChatError(cause);
        if (!error.retryable || attempt === MAX_ATTEMPTS) throw error;
        await new Promise<void>((resolve) => void clock.setTimeout(resolve, backoff.next(error.retryAfter)));
      }
    }
  };

  /** Without it the database would take the words of somebody who is no agent for a visitor's. */
  const requireAgent = async (): Promise<void> => {
    const transport = agent();
    const user = transport.userId();
    if (user !== null && user === knownAgent) return;
    const [membership] = await persist(() => transport.memberships());
    if (!membership) throw new GlobalChatError('not_allowed', 'The signed-in user is no agent.');
    knownAgent = membership.userId;
  };

  const stoppable = (stop: () => void): (() => void) => {
    const once = (): void => {
      if (stops.delete(once)) stop();
    };
    stops.add(once);
    return once;
  };

  return {
    async createSession({
      visitor_name: name,
      visitor_email: email,
      visitor_id,
      visitor_metadata: metadata = {},
    }) {
      try {
        const transport = visitor();
        const sessionId = newId();
        const details = {
          ...(name !== undefined && { name }),
          ...(email !== undefined && { email }),
          ...(visitor_id !== undefined && { clientVisitorId: visitor_id }),
        };
        await persist(() => transport.signIn());
        const session = await persist(() => transport.openSession({ sessionId, visitor: details, metadata }));
        seen.set(session.id, { rev: session.rev, seq: session.lastSeq });
        return { session: toSessionRow(session), error: null };
      } catch (cause) {
        return { session: null, error: toGlobalChatError(cause) };
      }
    },

    async sendMessage({ session_id: sessionId, content, sender_type, attachments = [], metadata = {} }) {
      try {
        const transport = sender_type === 'agent' ? agent() : visitor();
        if (sender_type === 'agent') await requireAgent();
        else await persist(() => visitor().signIn());
        // A subscription that is just beginning must not take this message for an old one.
        await Promise.all([...(followed.get(sessionId) ?? [])].map(({ ready }) => ready));
        const request = { sessionId, messageId: newId(), content, attachments, metadata };
        const { message } = await persist(() => transport.sendMessage(request));
        const known = seen.get(sessionId);
        if (known?.seq === message.seq - 1) seen.set(sessionId, { ...known, seq: message.seq });
        return { message: toMessageRow(message), error: null };
      } catch (cause) {
        return { message: null, error: toGlobalChatError(cause) };
      }
    },

    subscribeToSession(sessionId, onMessage, onError) {
      try {
        const known = seen.get(sessionId) ?? null;
        const session = followSession({
          sessionId,
          // A session that was not made here is an agent's to watch, where there is a client that may be one.
          transport: known === null && hasAgent() ? agent() : visitor(),
          environment,
          seen: known,
          onMessage: (message) => onMessage(toMessageRow(message)),
          onError: (error) => error && onError?.(error),
        });
        const siblings = followed.get(sessionId) ?? new Set();
        followed.set(sessionId, siblings.add(session));
        return stoppable(() => {
          siblings.delete(session);
          session.stop();
        });
      } catch (cause) {
        onError?.(toGlobalChatError(cause));
        return () => undefined;
      }
    },

    subscribeToAllSessions(onSession, onMessage, onUpdate, onError) {
      const called = environment.clock.now();
      let active = true;
      let end = (): void => undefined;
      const fail = (cause: unknown): void => {
        if (active && cause) onError?.(toGlobalChatError(cause));
      };
      const begin = async (): Promise<void> => {
        const { followAllSessions } = await lazyImport(import('./all-sessions.ts'));
        const stop = await followAllSessions({
          called,
          transport: agent(),
          environment,
          onSession: (session) => active && onSession(toSessionRow(session)),
          onMessage: (message) => active && onMessage(toMessageRow(message)),
          onUpdate: (session) => active && onUpdate(toSessionRow(session)),
          onError: fail,
          active: () => active,
        });
        if (active) end = stop;
        else stop();
      };
      persist(begin).catch(fail);
      return stoppable(() => {
        active = false;
        end();
      });
    },

    unsubscribeAll() {
      for (const stop of [...stops]) stop();
    },
  };
}
