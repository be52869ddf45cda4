// The conversations that are open in an inbox, with the drafts and the outbox that they share.

import type { Environment } from '../environment/environment.ts';
import { createIdSource } from '../ids.ts';
import { storageKey } from '../environment/storage-keys.ts';
import { createDrafts } from '../sync/drafts.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { AgentTransport, InboxWatcher } from '../transport/transport.ts';
import type { InboxSession, SessionChanges } from '../types.ts';
import { createAgentOutbox } from './agent-outbox.ts';
import { createThread } from './create-thread.ts';
import type { OwnedThread } from './create-thread.ts';
import type { LiveList } from './live-list.ts';
import type { Thread } from './thread.ts';
import { createUpdate } from './update-sessions.ts';

export interface ThreadsOptions {
  readonly transport: AgentTransport;
  readonly environment: Environment;
  readonly list: LiveList;
  /** The list changed. */
  readonly show: () => void;
  /** The database answered with these. */
  readonly onSessions: (sessions: readonly InboxSession[]) => void;
  /** The counts may be other ones. */
  readonly recount: () => void;
  /** A conversation is no more. */
  readonly onErased: (sessionIds: readonly string[]) => void;
}

export interface Threads {
  readonly outbox: Outbox;
  /** Same id, same object, until it is closed. */
  readonly get: (sessionId: string) => Thread;
  readonly update: (sessionIds: readonly string[], changes: SessionChanges) => Promise<void>;
  readonly hearNote: InboxWatcher['onNote'];
  tell(sessions: readonly InboxSession[]): void;
  /** Something may have been missed. */
  reload(): void;
  /** @param owner Under whose name drafts are kept, see agent-storage.ts; empty for nobody's. */
  showDraftsOf(owner: string): void;
  closeAll(): void;
}

export function createThreads(options: ThreadsOptions): Threads {
  const { transport, environment, list, show } = options;
  const newId = createIdSource(() => environment.clock.now());
  const threads = new Map<string, OwnedThread>();
  let owner = '';
  const drafts = createDrafts(environment.storage, () => owner && storageKey(`${owner}:drafts`));
  const outbox = createAgentOutbox(transport, environment, (committed) =>
    threads.get(committed.session.id)?.committed(committed),
  );
  const update = createUpdate({
    transport,
    list,
    onChange(sessionIds) {
      for (const id of sessionIds) threads.get(id)?.refresh();
      show();
    },
    onUpdated: options.onSessions,
    onEnd: options.recount,
  });

  const open = (id: string): OwnedThread => {
    const thread = createThread({
      id,
      transport,
      environment,
      outbox,
      drafts,
      newId,
      session: list.find(id),
      overlay: list.overlay,
      update: (changes) => update([id], changes),
      onSession(session) {
        list.merge([session]);
        show();
      },
      onClose: () => void threads.delete(id),
      onGone: () => options.onErased([id]),
    });
    threads.set(id, thread);
    return thread;
  };

  return {
    outbox,
    get: (sessionId) => (threads.get(sessionId) ?? open(sessionId)).conversation,
    update,
    hearNote: (event) => threads.get(event.sessionId)?.hearNote(event),
    tell(sessions) {
      for (const session of sessions) threads.get(session.id)?.tell(session);
    },
    reload: () => threads.forEach((thread) => thread.reload()),
    showDraftsOf(next) {
      owner = next;
      for (const [id, thread] of threads) thread.refresh({ draft: drafts.get(id) });
    },
    closeAll: () => threads.forEach(({ conversation }) => conversation.close()),
  };
}
