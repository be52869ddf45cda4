// How a visitor's message reaches the database: sign in, open the session, send. Each step may be repeated, so a failure
// of any of them loses nothing. Owns that order; refuses to keep sessions.

import type { Environment } from '../environment/environment.ts';
import { checkAuthor } from '../sync/outbox-attempt.ts';
import { createOutbox } from '../sync/outbox.ts';
import type { Outbox } from '../sync/outbox.ts';
import { sendItem } from '../sync/send-item.ts';
import type { Committed, VisitorTransport } from '../transport/transport.ts';
import type { Session } from '../types.ts';

export interface VisitorOutboxOptions {
  readonly widgetId: string;
  readonly transport: VisitorTransport;
  readonly environment: Environment;
  /** Before each attempt; ends it when it rejects. */
  readonly onSignedIn: () => Promise<unknown>;
  readonly onOpened: (session: Session) => void;
  readonly onSent: (committed: Committed) => void;
  readonly onReset: () => void;
}

export function createVisitorOutbox(options: VisitorOutboxOptions): Outbox {
  const { transport } = options;
  const opened = new Set<string>();

  return createOutbox({
    ...options,
    scope: `visitor:${options.widgetId}`,
    async identify() {
      const user = await transport.signIn();
      await options.onSignedIn();
      return user;
    },
    // Also what an identity left behind that is gone now: it is shown as not sent, and never sent as somebody else.
    belongs: () => true,
    async deliver(item, report) {
      const { sessionId, opening } = item;
      if (opening && !opened.has(sessionId)) {
        const session = await transport.openSession({ sessionId, ...opening });
        opened.add(sessionId);
        options.onOpened(session);
      }
      checkAuthor(item, transport.userId());
      return sendItem(transport, item, report);
    },
  });
}
