// What the two sides tell each other besides messages: how far they have read, and that they are writing. Loaded when a
// conversation that exists is opened, because a first message needs neither.
// Nothing may import it but by `import()`.

import type { Clock } from '../environment.ts';
import { createReceipts } from '../sync/receipts.ts';
import type { Receipts } from '../sync/receipts.ts';
import { createTypingReceiver, createTypingSender } from '../sync/typing.ts';
import type { TypingReceiver, TypingSender } from '../sync/typing.ts';
import type { ConversationTransport } from '../transport/transport.ts';
import type { Session } from '../types.ts';

export interface SignalsOptions {
  readonly sessionId: string;
  readonly clock: Clock;
  readonly transport: Pick<
    ConversationTransport,
    'markRead' | 'markDelivered' | 'watchTyping' | 'sendTyping'
  >;
  /** Somebody of the other side writes, or nobody any more. */
  readonly onTyping: (typing: { readonly name: string | null } | null) => void;
  /** A receipt was stored. */
  readonly onSession: (session: Session) => void;
  /** Whether somebody looks right now. */
  readonly looking: () => boolean;
}

export interface Signals {
  readonly receipts: Receipts;
  /** The own writing. */
  readonly typist: TypingSender;
  /** That of the other side. */
  readonly typing: TypingReceiver;
  close(): void;
}

export function createSignals(options: SignalsOptions): Signals {
  const { sessionId, clock, transport } = options;
  const typing = createTypingReceiver(clock, options.onTyping);
  const typist = createTypingSender(clock, (is) => transport.sendTyping(sessionId, is));
  const receipts = createReceipts({
    clock,
    markRead: (seq) => transport.markRead(sessionId, seq),
    markDelivered: (seq) => transport.markDelivered(sessionId, seq),
    // A receipt that moved nothing answers with a rev that others made: never a reason to skip an event.
    onCommitted: ({ session }) => options.onSession(session),
    looking: options.looking,
  });
  const watch = transport.watchTyping(sessionId, typing.hear);
  receipts.start();
  return {
    receipts,
    typist,
    typing,
    close() {
      watch.close();
      typing.clear();
      typist.stopped();
      receipts.stop();
    },
  };
}
