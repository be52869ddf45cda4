// Messages between the composer and the database: stored before shown, bound to who wrote it, kept until the committed row
// came back. What waits is in outbox-queue.ts, which tab sends it in outbox-delivery.ts, the order in outbox-sender.ts.

import type { OutboxItem } from '../environment/outbox-storage.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { Committed } from '../transport/transport.ts';
import { createOutboxDelivery } from './outbox-delivery.ts';
import type { OutboxOptions, OutboxState } from './outbox-options.ts';
import { createOutboxQueue } from './outbox-queue.ts';

export interface Outbox extends ReadableStore<OutboxState> {
  /** Resolves once the item is held: on the disk, or in memory when that is refused. */
  add(item: Omit<OutboxItem, 'scope' | 'failure'>): Promise<void>;
  /** Takes up what earlier pages left. Stores nothing. */
  resume(): Promise<void>;
  retry(id: string): void;
  /** Drops an item that was refused, or whose files are not all uploaded. */
  discard(id: string): void;
  /** The message was seen among the stored ones, whatever becomes of the request. */
  settle(id: string, committed: Committed): void;
  /** The network or the user came back. */
  kick(): void;
  /** Forgets everything, here and in the other tabs. */
  clear(): Promise<void>;
  close(): void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const queue = createOutboxQueue(options);
  const { load, pump, kick, tell, change, drop, close } = createOutboxDelivery(options, queue);
  const { get, subscribe, find } = queue;
  let adding: Promise<void> = Promise.resolve();

  return {
    get,
    subscribe,
    kick,
    close,
    resume: load,
    add(fields) {
      // One after another, so that two quick messages keep their order whatever the storage does.
      adding = adding.then(async () => {
        await queue.add({ ...fields, scope: options.scope, failure: null });
        tell({ type: 'changed' });
        pump();
      });
      return adding;
    },
    retry(id) {
      const item = find(id);
      if (!item?.failure) return;
      change({ ...item, failure: null });
      pump();
    },
    discard(id) {
      const item = find(id);
      const uploading = (item?.files?.length ?? 0) > (item?.attachments.length ?? 0);
      if (item?.failure || uploading) void drop(id).then(() => tell({ type: 'changed' }));
    },
    settle(id, committed) {
      if (!find(id)) return;
      void drop(id);
      tell({ type: 'sent', id, committed });
    },
    async clear() {
      const cleared = queue.clear();
      pump();
      await cleared;
      tell({ type: 'reset' });
    },
  };
}
