// What an inbox is made of, wired together: the state, the list, the threads, and what is loaded when it starts.

import type { Environment } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import { lazyImport } from '../lazy.ts';
import { createStore } from '../observable/store.ts';
import type { Store } from '../observable/store.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { InboxSession } from '../types.ts';
import type { Inbox, InboxOptions, InboxState } from './inbox.ts';
import { createLiveList } from './live-list.ts';
import type { LiveList } from './live-list.ts';
import { SIGNED_OUT } from './signed-out.ts';
import type { InboxStart } from './start-inbox.ts';
import { createThreads } from './threads.ts';
import type { Threads } from './threads.ts';

export type SessionsListener = Parameters<Inbox['onSessions']>[0];
export type ErasedListener = Parameters<Inbox['onErased']>[0];
export type MentionListener = Parameters<Inbox['onMention']>[0];

export interface InboxPieces {
  readonly store: Store<InboxState>;
  readonly list: LiveList;
  readonly threads: Threads;
  readonly listeners: Set<SessionsListener>;
  readonly erasedListeners: Set<ErasedListener>;
  readonly mentionListeners: Set<MentionListener>;
  /** Shows the rows of the list. */
  readonly show: (fields?: Partial<InboxState>) => void;
  readonly fail: (cause: unknown) => void;
  /** See Inbox. Never rejects. */
  readonly start: () => Promise<void>;
  /** What the first start has loaded; before it there is nobody, and nothing to read. */
  readonly started: () => InboxStart | undefined;
  /** Nothing starts from now on. */
  readonly stop: () => void;
}

export function assembleInbox(
  { tenantId, filters = {} }: InboxOptions,
  transport: AgentTransport,
  environment: Environment,
): InboxPieces {
  const listeners = new Set<SessionsListener>();
  const erasedListeners = new Set<ErasedListener>();
  const mentionListeners = new Set<MentionListener>();
  let started: InboxStart | undefined;
  let stopped = false;
  const connection = transport.connection.get();
  const store = createStore<InboxState>({ status: 'idle', filters, connection, ...SIGNED_OUT });
  const { patch } = store;
  const list = createLiveList(() => environment.clock.now());

  const show = (fields: Partial<InboxState> = {}): void => patch({ sessions: list.rows(), ...fields });
  const fail = (cause: unknown): void => {
    const error = toGlobalChatError(cause);
    if (error.code === 'not_signed_in' && transport.userId() === null) started?.forget();
    else if (error.code === 'not_allowed') void started?.failRefused(error);
    else patch({ error });
  };
  const take = (sessions: readonly InboxSession[]): void => {
    list.merge(sessions);
    threads.tell(sessions);
    show();
  };
  const recount = (): void => started?.pages.recount();
  const onErased = (sessionIds: readonly string[]): void => {
    list.remove(sessionIds);
    show();
    for (const listener of erasedListeners) listener(sessionIds);
    recount();
  };
  const threads = createThreads({ transport, environment, list, show, onSessions: take, onErased, recount });

  const start = async (): Promise<void> => {
    if (started) return started.start();
    patch({ status: 'loading' });
    // Asked for beside the code, not after it.
    const memberships = transport.memberships();
    memberships.catch(() => null);
    try {
      const { createInboxStart } = await lazyImport(import('./start-inbox.ts'));
      started ??= createInboxStart({
        ...{ transport, environment, store, tenantId, filters, list, threads, show, fail, onErased },
        onMention: (note) => mentionListeners.forEach((listener) => listener(note)),
        onSessions(sessions, heard) {
          take(sessions);
          for (const listener of listeners) listener(sessions, heard);
        },
      });
    } catch (cause) {
      return patch({ status: 'failed', error: toGlobalChatError(cause) });
    }
    if (!stopped) await started.start(memberships);
  };
  const stop = (): void => {
    stopped = true;
    started?.stop();
  };
  return {
    store,
    list,
    threads,
    listeners,
    erasedListeners,
    mentionListeners,
    show,
    fail,
    start,
    started: () => started,
    stop,
  };
}
