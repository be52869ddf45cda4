// The new messages of one session, for code without a conversation object.

import type { Environment } from '../environment/environment.ts';
import type { GlobalChatError } from '../errors.ts';
import { createConversationSync } from '../sync/conversation-sync.ts';
import type { ConversationTransport } from '../transport/transport.ts';
import type { Message } from '../types.ts';
import { createMessageCursor } from './message-cursor.ts';

/** What the caller has seen of a session already. */
export interface Seen {
  readonly rev: number;
  readonly seq: number;
}

export interface FollowedSession {
  stop(): void;
  /** Resolves once it is known where to begin: what is sent after that is reported for sure. */
  readonly ready: Promise<void>;
}

export interface OneSessionOptions {
  readonly sessionId: string;
  readonly transport: Pick<ConversationTransport, 'sync' | 'watchSession'>;
  readonly environment: Environment;
  /** Null for a session that the caller knows nothing of: only what comes from now on is reported. */
  readonly seen: Seen | null;
  readonly onMessage: (message: Message) => void;
  readonly onError: (error: GlobalChatError | null) => void;
}

export function followSession({ seen, onMessage, onError, ...target }: OneSessionOptions): FollowedSession {
  let settle = (): void => undefined;
  const ready = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let stopped = false;
  const cursor = createMessageCursor(seen?.seq ?? null, (message) => {
    if (!stopped) onMessage(message);
  });
  const sync = createConversationSync({
    ...target,
    ...(seen && { since: seen.rev }),
    onChange({ session, messages, hasMore }) {
      cursor.take(messages);
      if (hasMore !== undefined) cursor.begin(session.lastSeq);
      settle();
    },
    onError(error) {
      // Not reachable now: who waits to send must not wait for that.
      settle();
      onError(error);
    },
  });
  sync.start();
  return {
    ready,
    stop() {
      stopped = true;
      sync.stop();
      settle();
    },
  };
}
