// Which tab sends an outbox: one among those that share the storage, and each what only its own memory has.

import type { OutboxItem } from '../environment/outbox-storage.ts';
import { storageKey } from '../environment/storage-keys.ts';
import { createTabLeader } from '../environment/tab-leader.ts';
import { attemptItem } from './outbox-attempt.ts';
import type { OutboxMessage, OutboxOptions } from './outbox-options.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { createOutboxSender } from './outbox-sender.ts';

export interface OutboxDelivery {
  /** Takes up what the storage has. */
  readonly load: () => Promise<void>;
  /** What waits has changed. */
  readonly pump: () => void;
  /** Circumstances got better: ends pauses, except for what a server asked to wait. */
  readonly kick: () => void;
  /** Tells the other tabs. */
  readonly tell: (message: OutboxMessage) => void;
  /** Keeps an item with what became of it, in every tab. */
  readonly change: (item: OutboxItem) => void;
  /** Nobody needs it any more. Resolves when the storage has forgotten it. */
  readonly drop: (id: string) => Promise<unknown>;
  readonly close: () => void;
}

export function createOutboxDelivery(options: OutboxOptions, queue: OutboxQueue): OutboxDelivery {
  const { environment, onSent } = options;
  const { get, find, isShared } = queue;

  /** Asks to be the one who sends while something waits that other tabs could send too. */
  const updateTabs = (): void => {
    if (environment.outboxStorage.durable)
      tabs.want(get().items.some((item) => !item.failure && isShared(item)));
  };
  const pump = (): void => {
    updateTabs();
    sender.pump();
  };
  const load = (): Promise<void> => {
    // Listens to the other tabs before it reads, so that nothing falls between.
    updateTabs();
    return queue.load().then(pump);
  };
  const drop = (id: string): Promise<unknown> => {
    const dropped = queue.drop(id);
    updateTabs();
    return dropped;
  };
  const change = (item: OutboxItem): void => {
    void queue.replace(item).then(() => tell({ type: 'changed' }));
    updateTabs();
  };

  // One sender among the tabs that share the storage; the database recognizes what two of them send after all.
  const tabs = createTabLeader<OutboxMessage>({
    name: storageKey(`outbox:${options.scope}`),
    environment,
    onRole: (role) => void (role === 'leading' ? load() : sender.pump()),
    onMessage(message) {
      if (message.type === 'changed') return void load();
      if (message.type === 'reset') return options.onReset?.();
      const known = find(message.id);
      if (message.type === 'uploading') return void (known && queue.put({ ...known, ...message.fields }));
      onSent(message.committed);
      queue.remove(message.id);
      pump();
    },
  });
  const tell = tabs.post;

  const sender = createOutboxSender({
    ...environment,
    waiting() {
      /** Sessions in which another tab sends first. */
      const held = new Set<string>();
      return get().items.filter((item) => {
        if (item.failure || !options.belongs(item)) return false;
        if (isShared(item) && tabs.role() === 'waiting') held.add(item.sessionId);
        return !held.has(item.sessionId);
      });
    },
    async attempt(item) {
      const committed = await attemptItem(item, options, queue, tell);
      if (!committed) return;
      onSent(committed);
      tell({ type: 'sent', id: item.id, committed });
      // Not waited for: were it lost in a crash, the same id would be sent again and change nothing.
      void drop(item.id);
    },
    fail(item, { code, message }, retryAt) {
      if (!queue.done.has(item.id))
        change({ ...(find(item.id) ?? item), [retryAt ? 'delay' : 'failure']: { code, message, retryAt } });
    },
  });

  const close = (): void => {
    sender.stop();
    for (const end of [...queue.endings.values()]) end();
    tabs.close();
  };
  return { load, pump, kick: sender.kick, tell, change, drop, close };
}
