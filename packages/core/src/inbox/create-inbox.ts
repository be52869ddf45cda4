// The agents' side as it is handed out: what an app may ask of it, over the pieces of assemble-inbox.ts. Refuses to sign
// anybody in, which is the host app's work.

import { browserEnvironment } from '../environment/browser-environment.ts';
import { GlobalChatError } from '../errors.ts';
import { createSupabaseAgentTransport } from '../transport/supabase/agent-transport.ts';
import { assembleInbox } from './assemble-inbox.ts';
import type { Inbox, InboxOptions } from './inbox.ts';

/** Makes the agents' side over a signed-in client. Throws `invalid_argument` when the client is none. */
export function createInbox(options: InboxOptions): Inbox {
  const environment = browserEnvironment(options.environment);
  const { client, debug } = options;
  const transport =
    typeof options.transport === 'object'
      ? options.transport
      : createSupabaseAgentTransport({ client, changes: options.transport, environment, debug });
  const pieces = assembleInbox(options, transport, environment);
  const { store, list, threads, show, fail, start, started } = pieces;
  const { get, subscribe, patch } = store;
  const { outbox } = threads;

  const unsubscribes = [
    transport.watchUser?.((userId) => started()?.followUser(userId)),
    transport.connection.subscribe(() => {
      const connection = transport.connection.get();
      patch({ connection });
      if (connection === 'live') outbox.kick();
    }),
    environment.presence.subscribe((reason) => {
      if (reason !== 'offline' && reason !== 'hidden') outbox.kick();
    }),
  ];

  return {
    project: transport.project,
    get,
    subscribe,
    start,
    setFilters(filters) {
      patch({ filters, loadingMore: true });
      started()
        ?.pages.readFirst(true)
        .catch((cause: unknown) => {
          patch({ loadingMore: false });
          fail(cause);
        });
    },
    loadMore: async () => started()?.pages.readNext(),
    refresh: async () => started()?.pages.readFirst(true).catch(fail),
    async search(query, more) {
      const { me } = get();
      if (!me) throw new GlobalChatError('not_signed_in', 'Sign in to search.');
      return transport.search({ tenantId: me.tenantId, query, ...more });
    },
    thread: threads.get,
    update: threads.update,
    onSessions: (listener) => join(pieces.listeners, listener),
    onErased: (listener) => join(pieces.erasedListeners, listener),
    onMention: (listener) => join(pieces.mentionListeners, listener),
    setViewing(sessionId, typing = false) {
      list.pin(sessionId);
      show({ mentioned: get().mentioned.filter((id) => id !== sessionId) });
      started()?.setViewing(sessionId, typing);
    },
    async setAvailability(availability) {
      if (!started()) throw new GlobalChatError('not_signed_in', 'Start the inbox first.');
      await started()?.setAvailability(availability);
    },
    destroy() {
      pieces.stop();
      threads.closeAll();
      for (const unsubscribe of unsubscribes) unsubscribe?.();
      outbox.close();
      transport.close();
    },
  };
}

function join<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
