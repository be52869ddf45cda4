// The items of an outbox, in memory and in the storage: stored before shown, in the order of sending, gone once they are done.

import type { OutboxItem } from '../environment/outbox-storage.ts';
import { withTimeout } from '../environment/with-timeout.ts';
import { createStore } from '../observable/store.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { OutboxOptions, OutboxState } from './outbox-options.ts';

export interface OutboxQueue extends ReadableStore<OutboxState> {
  /** Ids that nothing is left to do for: a slower read of the storage must not bring them back. */
  readonly done: Set<string>;
  /** Of items that are being sent: ends the attempt, because nothing is left to do or nobody wants it any more. */
  readonly endings: Map<string, () => void>;
  readonly find: (id: string) => OutboxItem | undefined;
  /** Other tabs find it in the storage, and may send it. */
  readonly isShared: (item: OutboxItem) => boolean;
  /** Shows it as it is now. */
  readonly put: (item: OutboxItem) => void;
  /** Shows it as it is now, and stores it. */
  readonly replace: (item: OutboxItem) => Promise<void>;
  /** Resolves once it is held: on the disk, or in memory when that is refused. */
  readonly add: (item: OutboxItem) => Promise<void>;
  /** Takes up what the storage has. */
  readonly load: () => Promise<void>;
  /** Another tab is done with it, and with its place in the storage. */
  readonly remove: (id: string) => void;
  /** This tab is done with it. Resolves when the storage has forgotten it. */
  readonly drop: (id: string) => Promise<unknown>;
  /** Forgets everything. Resolves when the storage has. */
  readonly clear: () => Promise<unknown>;
}

export function createOutboxQueue({ scope, environment, belongs }: OutboxOptions): OutboxQueue {
  const { clock, outboxStorage: storage } = environment;
  const { get, subscribe, patch } = createStore<OutboxState>({ items: [], durable: storage.durable });
  const done = new Set<string>();
  /** Ids that only memory has, because the storage refused them or what is before them. */
  const unstored = new Set<string>();
  const endings = new Map<string, () => void>();

  /** Uses the storage and reports whether it worked. */
  const stored = async (work: () => Promise<void>): Promise<boolean> => {
    const worked = await withTimeout(clock, work);
    if (!worked) patch({ durable: false });
    return worked;
  };

  const put = (item: OutboxItem): void =>
    patch({ items: get().items.map((other) => (other.id === item.id ? item : other)) });

  const finish = (id: string): void => {
    done.add(id);
    endings.get(id)?.();
  };

  const remove = (id: string): void => {
    finish(id);
    patch({ items: get().items.filter((item) => item.id !== id) });
  };

  return {
    get,
    subscribe,
    done,
    endings,
    put,
    remove,
    find: (id) => get().items.find((item) => item.id === id),
    isShared: ({ id }) => storage.durable && !unstored.has(id),
    async replace(item) {
      put(item);
      if (!unstored.has(item.id)) await stored(() => storage.replace(item));
    },
    async add(item) {
      // Behind a message that only memory has, only memory keeps the order: another tab would send from the disk.
      const behind = get().items.some(
        ({ id, failure, sessionId }) => !failure && unstored.has(id) && sessionId === item.sessionId,
      );
      if (behind || !(await stored(() => storage.add(item)))) unstored.add(item.id);
      patch({ items: [...get().items, item] });
    },
    async load() {
      const before = new Set(get().items.map(({ id }) => id));
      let rows: readonly OutboxItem[] = [];
      const read = await stored(async () => {
        rows = await storage.load(scope);
      });
      if (!read) return;
      const found = rows.filter((item) => !done.has(item.id) && belongs(item));
      const ids = new Set(found.map(({ id }) => id));
      const kept = new Set(rows.map(({ id }) => id));
      // Sent or cancelled by another tab.
      for (const id of before) if (!kept.has(id) && !unstored.has(id)) finish(id);
      // The storage knows the order over all tabs, and what another tab has finished. Behind it comes what it never took
      // and what was added while it was read.
      const behind = get().items.filter(({ id }) => !ids.has(id) && (unstored.has(id) || !before.has(id)));
      patch({ items: [...found, ...behind] });
    },
    drop(id) {
      unstored.delete(id);
      remove(id);
      return stored(() => storage.remove(id));
    },
    clear() {
      for (const { id } of get().items) finish(id);
      patch({ items: [] });
      return stored(() => storage.clear(scope));
    },
  };
}
