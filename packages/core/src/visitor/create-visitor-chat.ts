// What an app may ask of the visitor's side. Owns what a page load, a logout and the end of the element mean; refuses to
// connect, store or insert anything before the visitor acts.

import { toGlobalChatError } from '../errors.ts';
import type { GlobalChatError } from '../errors.ts';
import { assembleVisitorChat } from './assemble-visitor-chat.ts';
import type { VisitorChat, VisitorChatOptions } from './visitor-chat.ts';

/**
 * Makes the visitor's side of one widget.
 * Throws `missing_widget_id`, `invalid_url`, `invalid_key` or `secret_key_refused`.
 */
export function createVisitorChat(options: VisitorChatOptions): VisitorChat {
  const { widgetId, transport, store, known, trace, config, conversations, outbox, person, ...parts } =
    assembleVisitorChat(options);
  const { get, patch } = store;
  const { note, tell } = conversations;

  const fail = (cause: unknown): GlobalChatError => {
    const error = toGlobalChatError(cause);
    patch({ error });
    return error;
  };
  const hasIdentity = (): boolean => transport.userId() !== null || trace.exists();
  const reset = async (): Promise<void> => {
    await outbox.clear();
    parts.forget();
    await transport.signOut();
  };

  return {
    widgetId,
    get,
    subscribe: store.subscribe,
    hasIdentity,
    loadConfig: config.load,
    follow(is) {
      config.keep(is);
      if (is) config.watch();
      else if (conversations.open.size === 0) config.unwatch();
    },
    async restore() {
      try {
        const [sessions] = await Promise.all([transport.mySessions(), parts.begin()]);
        note(sessions);
        // A browser that was killed may have lost it.
        if (sessions[0] && !trace.exists()) trace.talked();
      } catch (cause) {
        throw fail(cause);
      }
      // Its row was made after all, and only the answer was lost.
      const found = get().sessions.find(({ id }) => id === conversations.waitingId());
      if (found) conversations.opened(found);
      // Where nobody is known nothing was asked, and what went wrong before still is.
      patch({ restored: true, ...(hasIdentity() && { error: null }) });
      return get().sessions;
    },
    conversation: conversations.get,
    setVisitor(details, metadata) {
      const before = JSON.stringify(known.visitor);
      const visitor = (known.visitor = { ...known.visitor, ...details });
      known.metadata = { ...known.metadata, ...metadata };
      // Hosts say it again whenever something happens: only news are worth a request.
      if (!metadata && JSON.stringify(visitor) === before) return;
      if (get().sessions[0]) person().then((told) => told.describe(visitor, metadata).catch(fail), fail);
    },
    identify: async (proof) => (await person()).identify(proof),
    setAttributes: async (attributes) => (await person()).setAttributes(attributes),
    track: async (...event) => (await person()).track(...event),
    signIn: async (request) => void (await transport.signIn(request)),
    async rate(sessionId, score, comment: string | null = null) {
      tell(await transport.rateSession(sessionId, score, comment));
    },
    reset,
    async erase() {
      await transport.eraseMe();
      await reset();
    },
    destroy() {
      conversations.close();
      this.follow(false);
      parts.stop();
      outbox.close();
      transport.close();
    },
  };
}
