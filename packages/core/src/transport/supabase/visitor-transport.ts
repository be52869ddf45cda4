// The visitor's side over Supabase, bound to one widget.

import type { Environment } from '../../environment/environment.ts';
import type { GlobalChatError } from '../../errors.ts';
import { loadOnce } from '../../lazy.ts';
import type { Session } from '../../types.ts';
import type { VisitorTransport } from '../transport.ts';
import { supabaseClient } from './client/client-types.ts';
import { checkWidgetId } from './fetch/config-guards.ts';
import { ask, createConversationTransport } from './conversation-transport.ts';
import type { ChangeSource } from './conversation-transport.ts';
import { createLazyLink } from './client/lazy-link.ts';
import { createFetchLink } from './fetch/fetch-link.ts';
import { readWidgetConfig } from './rows/config.ts';
import { messagesOf } from './channels/postgres-changes.ts';
import { listOf } from './rows/narrow.ts';
import { readSession, writeVisitor } from './rows/session.ts';

export interface SupabaseVisitorTransportOptions {
  /** The project's address and public key. Not needed with a `client`. */
  readonly url?: unknown;
  readonly key?: unknown;
  readonly widgetId: unknown;
  /** A supabase-js v2 client of the host page. Its code path is loaded on first use. */
  readonly client?: unknown;
  /** `broadcast` when absent. */
  readonly changes?: ChangeSource | undefined;
  readonly environment: Environment;
  /** Logs the status lines of channels. */
  readonly debug?: boolean | undefined;
}

/**
 * Connects, stores and sends nothing until it is used.
 * Throws `missing_widget_id`, `invalid_url`, `invalid_key`, `secret_key_refused`; `invalid_argument` for a client that is none.
 */
export function createSupabaseVisitorTransport(options: SupabaseVisitorTransportOptions): VisitorTransport {
  const { environment, debug, changes = 'broadcast' } = options;
  const widgetId = checkWidgetId(options.widgetId);
  const client = options.client ? supabaseClient(options.client) : null;
  const link = client
    ? createLazyLink(
        async () =>
          (await import('./client/client-link.ts')).createClientLink({ client, environment, debug }),
        environment,
      )
    : createFetchLink({ ...options, widgetId });
  const widget = { widget_id: widgetId };
  const person = loadOnce(async () =>
    (await import('./visitor-data.ts')).createVisitorDataCalls(link, widgetId),
  );

  return {
    ...createConversationTransport<Session>({
      link,
      environment,
      changes,
      side: 'visitor',
      readSession,
      tables: (sessionId) => [messagesOf(sessionId)],
    }),
    widgetConfig: () => ask(link, 'widget_config', widget, readWidgetConfig, true),
    signIn: (request) => link.signIn(request?.captchaToken),
    signOut: link.signOut,
    openSession: ({ sessionId, visitor, metadata }) =>
      ask(
        link,
        'open_session',
        { ...widget, session_id: sessionId, visitor: writeVisitor(visitor), metadata },
        readSession,
      ),
    async mySessions() {
      try {
        return await ask(link, 'my_sessions', widget, listOf(readSession));
      } catch (error) {
        // Nobody yet, or nobody any more: whoever is not signed in has no conversations.
        if ((error as GlobalChatError).code === 'not_signed_in') return [];
        throw error;
      }
    },
    rateSession: (sessionId, score, comment) =>
      ask(link, 'rate_session', { session_id: sessionId, score, comment }, readSession),
    updateVisitor: async (...given) => (await person()).updateVisitor(...given),
    track: async (...given) => (await person()).track(...given),
    identify: async (token) => (await person()).identify(token),
    eraseMe: async () => (await person()).eraseMe(),
    watchConfig: (onChange) =>
      link.channel(`widget:${widgetId}`, {
        onBroadcast: (event) => void (event === 'config' && onChange()),
      }),
  };
}
