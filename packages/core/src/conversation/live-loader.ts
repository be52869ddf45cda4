// Loads what keeps an existing conversation equal to the database, and starts it while somebody listens.

import { toGlobalChatError } from '../errors.ts';
import { lazyImport } from '../lazy.ts';
import type { Session } from '../types.ts';
import type { ConversationOptions } from './conversation-options.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { TranscriptState } from './transcript-state.ts';

/** Until code that did not come is asked for again. */
const LOAD_RETRY_DELAY_MS = 4000;

/** Where a conversation stands; its steps share it. */
export interface ConversationLifecycle {
  /** The row is there. */
  exists: boolean;
  isOpen: boolean;
  /** Somebody looks at it. */
  visible: boolean;
  /** The rev from which on everything is to be asked for; the newest page is when absent. */
  since: number | undefined;
  live: LiveConversation | null;
}

export interface LiveLoader {
  readonly goLive: () => Promise<void>;
  readonly stop: () => void;
}

/** @param onGone The conversation is no more. */
export function createLiveLoader<S extends Session>(
  { id, transport, environment }: ConversationOptions<S>,
  lifecycle: ConversationLifecycle,
  { store, take, refresh }: TranscriptState<S>,
  onGone: () => void,
): LiveLoader {
  const { clock, presence } = environment;
  const { patch } = store;
  let loading = false;
  let timer: unknown = null;

  const load = async (): Promise<void> => {
    const { since } = lifecycle;
    if (since === undefined) patch({ loading: 'initial' });
    // Asked for beside the code, not after it.
    const first = since === undefined ? transport.sync({ sessionId: id }) : undefined;
    first?.catch(() => null);
    try {
      const { createLiveConversation } = await lazyImport(import('./live-conversation.ts'));
      lifecycle.live = createLiveConversation<S>({
        sessionId: id,
        transport,
        environment,
        since,
        first,
        patch,
        onChange({ messages, session, hasMore }) {
          if (hasMore !== undefined) patch({ loading: 'none' });
          take(messages, session, hasMore);
        },
        onError(error) {
          if (error?.code === 'not_found') onGone();
          patch(error && !error.retryable ? { error, loading: 'none' } : { error });
        },
        looking: () => lifecycle.visible && presence.isVisible(),
      });
    } catch (cause) {
      patch({ error: toGlobalChatError(cause) });
      timer = clock.setTimeout(() => void goLive(), LOAD_RETRY_DELAY_MS);
    }
  };

  const goLive = async (): Promise<void> => {
    if (!lifecycle.isOpen || !lifecycle.exists || loading) return;
    loading = true;
    if (!lifecycle.live) await load();
    loading = false;
    // Closed meanwhile, perhaps.
    if (!lifecycle.isOpen) return;
    lifecycle.live?.start();
    refresh();
  };

  return {
    goLive,
    stop() {
      clock.clearTimeout(timer);
      lifecycle.live?.stop();
    },
  };
}
