// A conversation once it exists: equal to the database, and what the two sides tell each other besides messages, which is
// how far they have read and that they are writing. Loaded when such a conversation is opened: a first message is written
// and sent without. Nothing may import it but by `import()`.

import type { Environment } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import { createConversationSync } from '../sync/conversation-sync.ts';
import type { ConversationSync, ConversationSyncOptions } from '../sync/conversation-sync.ts';
import { loadHistoryPage } from '../sync/history-pages.ts';
import { createReceipts } from '../sync/receipts.ts';
import type { Receipts } from '../sync/receipts.ts';
import { createTypingReceiver, createTypingSender } from '../sync/typing.ts';
import type { TypingReceiver, TypingSender } from '../sync/typing.ts';
import type { ConversationTransport, Watch } from '../transport/transport.ts';
import type { Session } from '../types.ts';
import type { ConversationState } from './conversation.ts';

export interface LiveConversationOptions<S extends Session> extends ConversationSyncOptions<S> {
  readonly transport: ConversationTransport<S>;
  readonly environment: Environment;
  /** Sets these fields of the conversation's state. */
  readonly patch: (fields: Partial<Pick<ConversationState<S>, 'typing' | 'loading' | 'error'>>) => void;
  /** Whether somebody looks right now. */
  readonly looking: () => boolean;
}

export interface LiveConversation {
  readonly sync: ConversationSync;
  readonly receipts: Receipts;
  /** The own writing. */
  readonly typingSender: TypingSender;
  /** That of the other side. */
  readonly typing: TypingReceiver;
  /** Reads the page before the oldest message shown; one page at a time. */
  loadOlder(shown: Pick<ConversationState, 'messages' | 'hasMore' | 'loading'>): Promise<void>;
  /** Safe to repeat. */
  start(): void;
  /** What is held stays: a later `start` asks only for what is new. */
  stop(): void;
}

export function createLiveConversation<S extends Session>(
  options: LiveConversationOptions<S>,
): LiveConversation {
  const { sessionId, transport, patch } = options;
  const { clock } = options.environment;
  const sync = createConversationSync(options);
  const typing = createTypingReceiver(clock, (writing) => patch({ typing: writing }));
  const typingSender = createTypingSender(clock, (is) => transport.sendTyping(sessionId, is));
  const receipts = createReceipts({
    clock,
    markRead: (seq) => transport.markRead(sessionId, seq),
    markDelivered: (seq) => transport.markDelivered(sessionId, seq),
    // A receipt that moved nothing answers with a rev that others made: never a reason to skip an event.
    onCommitted: ({ session }) => options.onChange({ session, messages: [] }),
    looking: options.looking,
  });
  let watch: Watch | null = null;

  return {
    sync,
    receipts,
    typingSender,
    typing,
    async loadOlder({ messages, hasMore, loading }) {
      if (!hasMore || loading === 'older') return;
      const page = loadHistoryPage(transport, sessionId, messages[0]);
      if (!page) return;
      patch({ loading: 'older' });
      try {
        options.onChange(await page);
        patch({ loading: 'none', error: null });
      } catch (cause) {
        patch({ loading: 'none', error: toGlobalChatError(cause) });
      }
    },
    start() {
      watch ??= transport.watchTyping(sessionId, typing.hear);
      receipts.start();
      sync.start();
    },
    stop() {
      sync.stop();
      watch?.close();
      watch = null;
      typing.clear();
      typingSender.stopped();
      receipts.stop();
    },
  };
}
