// The service of the user guide over the same transports and the same sync as everything else. Refuses to throw, to keep
// transcripts and to decide who sent a message.

import { browserEnvironment } from '../environment/browser-environment.ts';
import type { Environment } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import { createIdSource } from '../ids.ts';
import type { IdSource } from '../ids.ts';
import { lazyImport } from '../lazy.ts';
import type { GlobalChatService, GlobalChatServiceOptions } from './global-chat-service.ts';
import { followSession } from './one-session.ts';
import type { FollowedSession, Seen } from './one-session.ts';
import { toMessageRow, toSessionRow } from './rows.ts';
import { createServiceTransports } from './service-transports.ts';
import type { ServiceTransports } from './service-transports.ts';

/** What the five functions share. */
interface ServiceState {
  readonly environment: Environment;
  readonly transports: ServiceTransports;
  readonly newId: IdSource;
  /** The subscriptions to each session. */
  readonly followed: Map<string, Set<FollowedSession>>;
  /** Of sessions made here: what the caller has been given of them. */
  readonly seen: Map<string, Seen>;
  /** Ends of all subscriptions. */
  readonly stops: Set<() => void>;
}

/** Connects and stores nothing until a function is called; whatever is wrong with the options, the functions tell. */
export function createGlobalChatService(options: GlobalChatServiceOptions): GlobalChatService {
  const environment = browserEnvironment(options.environment);
  const state: ServiceState = {
    environment,
    transports: createServiceTransports(options, environment),
    newId: createIdSource(() => environment.clock.now()),
    followed: new Map(),
    seen: new Map(),
    stops: new Set(),
  };
  return {
    ...createWriting(state),
    subscribeToSession: createSessionSubscriber(state),
    subscribeToAllSessions: createAllSessionsSubscriber(state),
    unsubscribeAll() {
      for (const stop of [...state.stops]) stop();
    },
  };
}

function createWriting(state: ServiceState): Pick<GlobalChatService, 'createSession' | 'sendMessage'> {
  const { newId, seen, followed } = state;
  const { visitor, agent, requireAgent, persist } = state.transports;
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
  };
}

function createSessionSubscriber(state: ServiceState): GlobalChatService['subscribeToSession'] {
  const { environment, seen, followed } = state;
  const { visitor, agent, hasAgent } = state.transports;
  return (sessionId, onMessage, onError) => {
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
      return stopOnce(state, () => {
        siblings.delete(session);
        session.stop();
      });
    } catch (cause) {
      onError?.(toGlobalChatError(cause));
      return () => undefined;
    }
  };
}

function createAllSessionsSubscriber(state: ServiceState): GlobalChatService['subscribeToAllSessions'] {
  const { environment } = state;
  const { agent, persist } = state.transports;
  return (onSession, onMessage, onUpdate, onError) => {
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
    return stopOnce(state, () => {
      active = false;
      end();
    });
  };
}

/** A way to stop that is safe to repeat, and that `unsubscribeAll` goes, too. */
function stopOnce({ stops }: ServiceState, stop: () => void): () => void {
  const once = (): void => {
    if (stops.delete(once)) stop();
  };
  stops.add(once);
  return once;
}
