// Messages between the composer and the database. Owns the queue: stored before shown, bound to who wrote it, kept until
// the committed row came back; see outbox-sender.ts for the order.

import type { Environment } from '../environment/environment.ts';
import { withTimeout } from '../environment/with-timeout.ts';
import { GlobalChatError } from '../errors.ts';
import { createStore } from '../observable/store.ts';
import type { ReadableStore } from '../observable/store.ts';
import type { Committed } from '../transport/transport.ts';
import { createTabLeader } from '../environment/tab-leader.ts';
import { createOutboxSender } from './outbox-sender.ts';
import type { OutboxItem } from '../environment/outbox-storage.ts';
import type { UploadNote, UploadReport } from './upload-files.ts';

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
  readonly deliver: (item: OutboxItem, report: UploadReport) => Promise<Committed>;
  /** The database has it; called before the item leaves the queue, in every tab. */
  readonly onSent: (committed: Committed) => void;
  /** Another tab wiped everything. */
  readonly onReset?: () => void;
}

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

/** Between the tabs that share the stored queue. */
type OutboxMessage =
  /** Read the storage again. */
  | { readonly type: 'changed' }
  | { readonly type: 'sent'; readonly id: string; readonly committed: Committed }
  | { readonly type: 'uploading'; readonly id: string; readonly fields: UploadNote }
  | { readonly type: 'reset' };

export function createOutbox(options: OutboxOptions): Outbox {
  const { scope, environment } = options;
  const { clock, outboxStorage: storage } = environment;
  const shared = storage.durable;
  const store = createStore<OutboxState>({ items: [], durable: storage.durable });
  /** Ids that are done: a slower read of the storage must not bring them back. */
  const done = new Set<string>();
  const unstored = new Set<string>();
  /** Of items that are being sent: ends the attempt, because there is nothing left to do or nobody wants it any more. */
  const endings = new Map<string, () => void>();
  let adding: Promise<void> = Promise.resolve();

  const setItems = (change: (items: readonly OutboxItem[]) => readonly OutboxItem[]): void =>
    store.update((state) => ({ ...state, items: change(state.items) }));
  const find = (id: string): OutboxItem | undefined => store.get().items.find((item) => item.id === id);

  const isUnstored = ({ id, failure }: OutboxItem): boolean => !failure && unstored.has(id);

  const put = (item: OutboxItem): void =>
    setItems((items) => items.map((other) => (other.id === item.id ? item : other)));

  /** Uses the storage and reports whether it worked. */
  const stored = async (work: () => Promise<void>): Promise<boolean> => {
    const worked = await withTimeout(clock, work);
    if (!worked) store.update((state) => (state.durable ? { ...state, durable: false } : state));
    return worked;
  };

  const replace = async (item: OutboxItem): Promise<void> => {
    put(item);
    if (!unstored.has(item.id)) await stored(() => storage.replace(item));
  };

  /** Asks to be the one who sends while something waits that other tabs could send too. */
  const updateTabs = (): void => {
    if (shared) tabs.want(store.get().items.some((item) => item.failure === null && !unstored.has(item.id)));
  };

  /** Nothing is left to do for it, whatever its attempt still brings. */
  const finish = (id: string): void => {
    done.add(id);
    endings.get(id)?.();
  };

  const drop = (id: string): Promise<boolean> => {
    unstored.delete(id);
    finish(id);
    setItems((items) => items.filter((item) => item.id !== id));
    updateTabs();
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
      const kept = new Set(rows.map(({ id }) => id));
      // Sent or cancelled by another tab.
      for (const id of before) if (!kept.has(id) && !unstored.has(id)) finish(id);
      // The storage knows the order over all tabs, and what another tab has finished. Behind it comes what it never took
      // and what was added while it was read.
      setItems((items) => [
        ...found,
        ...items.filter(({ id }) => !ids.has(id) && (unstored.has(id) || !before.has(id))),
      ]);
    }
    updateTabs();
    sender.pump();
  };

  const attempt = async (item: OutboxItem): Promise<void> => {
    const user = await options.identify();
    if (item.userId !== null && item.userId !== user) {
      throw new GlobalChatError('not_allowed', 'The message was queued by another user.');
    }
    const bound = { ...item, userId: user };
    if (item.userId === null) await replace(bound);
    if (done.has(item.id)) return;
    const { id } = item;
    const stop = new AbortController();
    const ended = new Promise<null>((resolve) =>
      endings.set(id, () => {
        resolve(null);
        stop.abort();
      }),
    );
    const committed = await Promise.race([
      options.deliver(bound, {
        signal: stop.signal,
        async note(fields) {
          const item = { ...(find(id) ?? bound), ...fields };
          if (fields.attachments) await replace(item);
          else put(item);
          // Without its bytes, which are on the disk.
          tabs.post({ type: 'uploading', id, fields });
        },
      }),
      ended,
    ]).finally(() => endings.delete(id));
    if (!committed || done.has(id)) return;
    options.onSent(committed);
    tabs.post({ type: 'sent', id, committed });
    // Not waited for: were it lost in a crash, the same id would be sent again and change nothing.
    void drop(id);
  };

  // One sender among the tabs that share the storage; the database recognizes what two of them send after all.
  const tabs = createTabLeader<OutboxMessage>({
    name: `globalchat:outbox:${scope}`,
    environment,
    onRole(role) {
      if (role === 'leading') void load();
      else sender.pump();
    },
    onMessage(message) {
      if (message.type === 'changed') return void load();
      if (message.type === 'reset') return options.onReset?.();
      const known = find(message.id);
      if (message.type === 'uploading') return void (known && put({ ...known, ...message.fields }));
      options.onSent(message.committed);
      finish(message.id);
      setItems((items) => items.filter((item) => item.id !== message.id));
      updateTabs();
      sender.pump();
    },
  });

  const sender = createOutboxSender({
    clock,
    random: environment.random,
    waiting() {
      /** Sessions in which another tab sends first. */
      const held = new Set<string>();
      return store.get().items.filter((item) => {
        if (item.failure || !options.belongs(item)) return false;
        if (shared && !unstored.has(item.id) && tabs.role() === 'waiting') held.add(item.sessionId);
        return !held.has(item.sessionId);
      });
    },
    attempt,
    fail: (item, { code, message }, retryAt) => {
      if (done.has(item.id)) return;
      void replace({
        ...(find(item.id) ?? item),
        [retryAt ? 'delay' : 'failure']: { code, message, retryAt },
      }).then(() => tabs.post({ type: 'changed' }));
      updateTabs();
    },
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    async add(fields) {
      const item: OutboxItem = { ...fields, scope, failure: null };
      // One after another, so that two quick messages keep their order whatever the storage does.
      const mine = adding.then(async () => {
        // Behind a message that only memory has, only memory keeps the order: another tab would send from the disk.
        const behind = store
          .get()
          .items.some((other) => isUnstored(other) && other.sessionId === item.sessionId);
        if (behind || !(await stored(() => storage.add(item)))) unstored.add(item.id);
        setItems((items) => [...items, item]);
        tabs.post({ type: 'changed' });
        updateTabs();
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
      updateTabs();
      sender.pump();
    },
    discard(id) {
      const item = find(id);
      const uploading = (item?.files?.length ?? 0) > (item?.attachments.length ?? 0);
      if (item?.failure || uploading) void drop(id).then(() => tabs.post({ type: 'changed' }));
    },
    settle(id, committed) {
      if (!find(id)) return;
      void drop(id);
      tabs.post({ type: 'sent', id, committed });
    },
    kick: () => sender.kick(),
    async clear() {
      for (const { id } of store.get().items) finish(id);
      setItems(() => []);
      updateTabs();
      await stored(() => storage.clear(scope));
      tabs.post({ type: 'reset' });
    },
    close() {
      sender.stop();
      for (const end of [...endings.values()]) end();
      tabs.close();
    },
  };
}
