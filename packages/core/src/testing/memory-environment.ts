// An environment without a browser: a tab whose network, attention and neighbours a test controls.

import type {
  Clock,
  Environment,
  IdentityStorage,
  KeyValueStorage,
  PresenceReason,
  Tabs,
} from '../environment/environment.ts';
import { createMemoryStorage } from '../environment/browser-storage.ts';
import { createMemoryOutboxStorage } from '../environment/outbox-memory.ts';
import type { OutboxStorage } from '../environment/outbox-storage.ts';
import { createManualClock } from './manual-clock.ts';

/** What outlives a page: give the same one to two environments and they are a reload, or two tabs, of one browser. */
export interface MemoryBrowser {
  readonly storage: KeyValueStorage;
  readonly identityStorage: IdentityStorage;
  readonly outboxStorage: OutboxStorage;
  readonly tabs: Tabs;
}

export interface MemoryEnvironment extends Environment {
  /** Everything logged so far. */
  readonly lines: readonly string[];
  setOnline(online: boolean): void;
  /** Whether the page is in front and has the focus. */
  setVisible(visible: boolean): void;
  /** As after sleep. */
  wake(): void;
  /** Listeners of presence; zero after a clean end. */
  listeners(): number;
}

export interface MemoryEnvironmentOptions {
  readonly clock?: Clock;
  readonly browser?: MemoryBrowser;
  /** A constant instead of chance; 0.5 when absent. */
  readonly random?: number;
}

/** A browser with working storage, locks and channels between its tabs. */
export function createMemoryBrowser(): MemoryBrowser {
  return {
    storage: createMemoryStorage(),
    identityStorage: createMemoryIdentities(),
    outboxStorage: createMemoryOutboxStorage({ durable: true }),
    tabs: createMemoryTabs(),
  };
}

function createMemoryIdentities(): IdentityStorage {
  const texts = new Map<string, string>();
  return {
    load: async (key) => texts.get(key) ?? null,
    save: async (key, text) => void texts.set(key, text),
    remove: async (key) => void texts.delete(key),
  };
}

export function createMemoryEnvironment(options: MemoryEnvironmentOptions = {}): MemoryEnvironment {
  const browser = options.browser ?? createMemoryBrowser();
  const listeners = new Set<(reason: PresenceReason) => void>();
  const lines: string[] = [];
  let online = true;
  let visible = true;
  const tell = (reason: PresenceReason): void => {
    for (const listener of [...listeners]) listener(reason);
  };

  return {
    ...browser,
    clock: options.clock ?? createManualClock(),
    random: () => options.random ?? 0.5,
    presence: {
      isOnline: () => online,
      isVisible: () => visible,
      subscribe(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    fetch: () => Promise.reject(new TypeError('The memory environment has no network.')),
    WebSocket: globalThis.WebSocket,
    log: (line) => void lines.push(line),
    lines,
    setOnline(value) {
      if (value === online) return;
      online = value;
      tell(value ? 'online' : 'offline');
    },
    setVisible(value) {
      if (value === visible) return;
      visible = value;
      tell(value ? 'visible' : 'hidden');
    },
    wake: () => tell('wake'),
    listeners: () => listeners.size,
  };
}

/** Locks and channels shared by all who are given this object. Messages arrive in a later microtask, as copies. */
export function createMemoryTabs(): Tabs {
  const queues = new Map<string, (() => void)[]>();
  const channels = new Map<string, Set<(message: unknown) => void>>();

  return {
    canLead: true,
    lead(name, onLead) {
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      const start = (): void => queueMicrotask(() => queue[0] === start && onLead());
      queue.push(start);
      if (queue[0] === start) start();
      return () => {
        const place = queue.indexOf(start);
        if (place < 0) return;
        queue.splice(place, 1);
        if (place === 0) queue[0]?.();
      };
    },
    channel(name, onMessage) {
      const members = channels.get(name) ?? new Set();
      channels.set(name, members);
      const hear = (message: unknown): void => onMessage(message);
      members.add(hear);
      return {
        post(message) {
          const copy: unknown = structuredClone(message);
          for (const member of members)
            if (member !== hear) queueMicrotask(() => members.has(member) && member(copy));
        },
        close: () => void members.delete(hear),
      };
    },
  };
}
