// Messages between the composer and the database. Owns the queue: stored before shown, bound to who wrote it, kept until
// the committed row came back. Refuses to know sessions, screens and requests; see outbox-sender.ts for the order.

import type { Environment } from '../environment.ts';
import { GlobalChatError } from '../errors.ts';
import { createStore } from '../store/store.ts';
import type { ReadableStore } from '../store/store.ts';
import type { Committed } from '../transport/transport.ts';
import { createOutboxSender } from './outbox-sender.ts';
import type { OutboxItem } from './outbox-storage.ts';
import { createOutboxTabs } from './outbox-tabs.ts';

export interface OutboxState {
  /** In the order of sending, refused ones in their place. */
  readonly items: readonly OutboxItem[];
  /** False once the browser refused to store: items then end with the page. */
  readonly durable: boolean;
}

export interface OutboxOptions {
  readonly scope: string;
  readonly environment: Pick<Environment, 'clock' | 'random' | 'outboxStorage' | 'tabs'>;
  /** The user to send as; signs in where that is allowed. */
  readonly identify: () => Promise<string>;
  /** Whether this user may see an item that was found in the storage. */
  readonly belongs: (item: OutboxItem) => boolean;
  /** Sends one item, opening its session first when it has to be. */
  readonly deliver: (item: OutboxItem) => Promise<Committed>;
  /** The database has it; called before the item leaves the queue, in every tab. */
  readonly onSent: (item: OutboxItem, committed: Committed) => void;
  /** Another tab wiped everything. */
  readonly onReset: () => void;
}

export interface Outbox extends ReadableStore<OutboxState> {
  /** Resolves once the item is held: on the disk, or in memory when that is refused. */
  add(item: Omit<OutboxItem, 'scope' | 'failure'>): Promise<void>;
  /** Takes up what earlier pages left. Stores nothing. */
  resume(): Promise<void>;
  retry(id: string): void;
  discard(id: string): void;
  /** The message was seen among the stored ones, whatever became of the request. */
  settle(id: string): void;
  /** The network or the user came back. */
  kick(): void;
  /** Forgets everything, here and in the other tabs. */
  clear(): Promise<void>;
  close(): void;
}

/** A storage that has not answered by then is treated as refused: some browsers hang instead. */
const STORAGE_PATIENCE = 2000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { scope, environment } = options;
  const { clock, outboxStorage: storage } = environment;
  const store = createStore<OutboxState>({ items: [], durable: storage.durable });
  /** Ids that are done: a slower read of the storage must not bring them back. */
  const done = new Set<string>();
  const unstored = new Set<string>();
  const settlers = new Map<string, () => void>();
  let adding: Promise<void> = Promise.resolve();

  const setItems = (change: (items: readonly OutboxItem[]) => readonly OutboxItem[]): void =>
    store.update((state) => ({ ...state, items: change(state.items) }));
  const find = (id: string): OutboxItem | undefined => store.get().items.find((item) => item.id === id);

  /** Uses the storage and reports whether it worked. */
  const stored = async (work: () => Promise<void>): Promise<boolean> => {
    let timer: unknown = null;
    const patience = new Promise<boolean>((resolve) => {
      timer = clock.setTimeout(() => resolve(false), STORAGE_PATIENCE);
    });
    const worked = await Promise.race([
      Promise.resolve()
        .then(work)
        .then(
          () => true,
          () => false,
        ),
      patience,
    ]);
    clock.clearTimeout(timer);
    if (!worked) store.update((state) => (state.durable ? { ...state, durable: false } : state));
    return worked;
  };

  const replace = (item: OutboxItem): Promise<boolean> => {
    setItems((items) => items.map((other) => (other.id === item.id ? item : other)));
    return stored(() => storage.replace(item));
  };

  const drop = (id: string): Promise<boolean> => {
    done.add(id);
    unstored.delete(id);
    settlers.get(id)?.();
    settlers.delete(id);
    setItems((items) => items.filter((item) => item.id !== id));
    tabs.update();
    return stored(() => storage.remove(id));
  };

  const load = async (): Promise<void> => {
    const before = new Set(store.get().items.map(({ id }) => id));
    let rows: readonly OutboxItem[] = [];
    const read = await stored(async () => {
      rows = await storage.load(scope);
    });
    if (read) {
      const found = rows.filter((item) => !done.has(item.id) && options.belongs(item));
      const ids = new Set(found.map(({ id }) => id));
      // The storage knows the order over all tabs, and what another tab has finished. Behind it comes what it never took
      // and what was added while it was read.
      setItems((items) => [
        ...found,
        ...items.filter(({ id }) => !ids.has(id) && (unstored.has(id) || !before.has(id))),
      ]);
    }
    tabs.update();
    sender.pump();
  };

  const attempt = async (item: OutboxItem): Promise<void> => {
    const user = await options.identify();
    if (item.userId !== null && item.userId !== user) {
      throw new GlobalChatError('not_allowed', 'The message was queued by another user.');
    }
    const bound = { ...item, userId: user };
    if (item.userId === null) await replace(bound);
    const settled = new Promise<null>((resolve) => settlers.set(item.id, () => resolve(null)));
    const committed = done.has(item.id) ? null : await Promise.race([options.deliver(bound), settled]);
    if (done.has(item.id)) return;
    if (committed) {
      options.onSent(bound, committed);
      tabs.post({ type: 'sent', item: bound, committed });
    }
    // Not waited for: were it lost in a crash, the same id would be sent again and change nothing.
    void drop(item.id);
  };

  const tabs = createOutboxTabs({
    name: `globalchat:outbox:${scope}`,
    environment,
    needed: () => store.get().items.some((item) => item.failure === null && !unstored.has(item.id)),
    onLead: () => void load(),
    onTakeover: () => sender.pump(),
    onMessage(message) {
      if (message.type === 'changed') return void load();
      if (message.type === 'reset') return options.onReset();
      options.onSent(message.item, message.committed);
      done.add(message.item.id);
      settlers.get(message.item.id)?.();
      setItems((items) => items.filter((item) => item.id !== message.item.id));
      tabs.update();
    },
  });

  const sender = createOutboxSender({
    clock,
    random: environment.random,
    waiting: () =>
      store
        .get()
        .items.filter(
          (item) =>
            item.failure === null && options.belongs(item) && (unstored.has(item.id) || tabs.maySend()),
        ),
    attempt,
    refuse: (item, { code, message }) => {
      if (done.has(item.id)) return;
      void replace({ ...(find(item.id) ?? item), failure: { code, message } }).then(() =>
        tabs.post({ type: 'changed' }),
      );
      tabs.update();
    },
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    async add(fields) {
      const item: OutboxItem = { ...fields, scope, failure: null };
      // One after another, so that two quick messages keep their order whatever the storage does.
      const mine = adding.then(async () => {
        if (!(await stored(() => storage.add(item)))) unstored.add(item.id);
        setItems((items) => [...items, item]);
        tabs.post({ type: 'changed' });
        tabs.update();
        sender.pump();
      });
      adding = mine;
      await mine;
    },
    resume: load,
    retry(id) {
      const item = find(id);
      if (!item?.failure) return;
      void replace({ ...item, failure: null }).then(() => tabs.post({ type: 'changed' }));
      tabs.update();
      sender.pump();
    },
    discard(id) {
      if (find(id)?.failure) void drop(id).then(() => tabs.post({ type: 'changed' }));
    },
    settle(id) {
      if (find(id)) void drop(id);
    },
    kick: () => sender.kick(),
    async clear() {
      for (const { id } of store.get().items) {
        done.add(id);
        settlers.get(id)?.();
      }
      setItems(() => []);
      tabs.update();
      await stored(() => storage.clear(scope));
      tabs.post({ type: 'reset' });
    },
    close() {
      sender.stop();
      tabs.close();
    },
  };
}
