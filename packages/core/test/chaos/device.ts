// A browser that can be killed. Its disk (storage, outbox) outlives its tabs; a killed tab neither flushes nor says
// goodbye: from one moment to the next its timers, requests and sockets are no more, and what its quick storage was told in
// the last seconds never reached the disk.
import type { Clock, Environment, KeyValueStorage } from '../../src/environment/environment.ts';
import { createMemoryBrowser, createMemoryEnvironment, type MemoryBrowser } from '../../src/testing/index.ts';

export interface TabSurroundings {
  readonly environment: Environment;
  setOnline(online: boolean): void;
  setVisible(visible: boolean): void;
  wake(): void;
  /** As kill -9 on the browser's process. */
  kill(): void;
  /** Resolves at its death: what its promises would have brought never comes. */
  readonly over: Promise<void>;
}

export interface Device {
  readonly browser: MemoryBrowser;
  openTab(): TabSurroundings;
}

/** Chromium collects what is written to localStorage for about five seconds before the disk gets it. */
const FLUSH = 5000;

interface LazyStorage extends KeyValueStorage {
  /** As it was on the disk. */
  loseUnwritten(): void;
}

function createLazyStorage(storage: KeyValueStorage): LazyStorage {
  const onDisk = new Map<string, { readonly text: string | null; readonly until: number }>();
  const change = (key: string, write: () => void): void => {
    const known = onDisk.get(key);
    if (!known || known.until < Date.now())
      onDisk.set(key, { text: storage.getItem(key), until: Date.now() + FLUSH });
    write();
  };
  return {
    getItem: (key) => storage.getItem(key),
    setItem: (key, text) => change(key, () => storage.setItem(key, text)),
    removeItem: (key) => change(key, () => storage.removeItem(key)),
    loseUnwritten() {
      for (const [key, { text, until }] of onDisk) {
        if (until < Date.now()) continue;
        if (text === null) storage.removeItem(key);
        else storage.setItem(key, text);
      }
      onDisk.clear();
    },
  };
}

export function createDevice(random: () => number): Device {
  const browser = createMemoryBrowser();
  const storage = createLazyStorage(browser.storage);
  return { browser, openTab: () => openTab({ ...browser, storage }, random) };
}

/** What a dead tab gets: it never opens and never closes, so that nobody tries again. */
class DeadSocket extends EventTarget {
  readonly readyState = WebSocket.CONNECTING;
  send(): void {
    // Nobody is there.
  }
  close(): void {
    // It was never open.
  }
}

const NEVER = new Promise<never>(() => undefined);

function openTab(
  browser: MemoryBrowser & { readonly storage: LazyStorage },
  random: () => number,
): TabSurroundings {
  let alive = true;
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const sockets = new Set<WebSocket>();
  const requests = new AbortController();
  /** Steps down from every lock that this tab holds or waits for. */
  const locks = new Set<() => void>();

  const clock: Clock = {
    now: () => Date.now(),
    setTimeout(callback, delay) {
      if (!alive) return null;
      const timer = setTimeout(() => {
        timers.delete(timer);
        if (alive) callback();
      }, delay);
      timers.add(timer);
      return timer;
    },
    clearTimeout(handle) {
      const timer = handle as ReturnType<typeof setTimeout>;
      timers.delete(timer);
      clearTimeout(timer);
    },
  };

  /** What a dead tab would have stored is not stored, and what it waits for never comes. */
  const whileAlive =
    <Arguments extends unknown[], Value>(work: (...given: Arguments) => Promise<Value>) =>
    async (...given: Arguments): Promise<Value> => {
      if (!alive) return NEVER;
      const value = await work(...given);
      return alive ? value : NEVER;
    };
  const mortal = <Disk extends object>(disk: Disk): Disk =>
    new Proxy(disk, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function'
          ? whileAlive(async (...given: unknown[]) =>
              (member as (...all: unknown[]) => unknown).apply(target, given),
            )
          : member;
      },
    });

  const memory = createMemoryEnvironment({ browser, clock });
  const environment: Environment = {
    ...memory,
    clock,
    identityStorage: mortal(browser.identityStorage),
    outboxStorage: mortal(browser.outboxStorage),
    random,
    storage: {
      getItem: (key) => browser.storage.getItem(key),
      setItem: (key, value) => void (alive && browser.storage.setItem(key, value)),
      removeItem: (key) => void (alive && browser.storage.removeItem(key)),
    },
    tabs: {
      canLead: browser.tabs.canLead,
      lead(name, onLead) {
        const stepDown = browser.tabs.lead(name, () => void (alive && onLead()));
        locks.add(stepDown);
        return () => {
          locks.delete(stepDown);
          stepDown();
        };
      },
      channel: (name, onMessage) =>
        browser.tabs.channel(name, (message) => void (alive && onMessage(message))),
    },
    fetch: whileAlive((input: RequestInfo | URL, init?: RequestInit) => {
      const signals = [requests.signal, ...(init?.signal ? [init.signal] : [])];
      return fetch(input, { ...init, signal: AbortSignal.any(signals) }).catch((error: unknown) => {
        if (!alive) return NEVER;
        throw error;
      });
    }),
    WebSocket: new Proxy(WebSocket, {
      construct(target, given: ConstructorParameters<typeof WebSocket>) {
        if (!alive) return new DeadSocket();
        const socket = new target(...given);
        sockets.add(socket);
        socket.addEventListener('close', () => sockets.delete(socket));
        return socket;
      },
    }),
  };

  return {
    environment,
    setOnline: (online) => memory.setOnline(online),
    setVisible: (visible) => memory.setVisible(visible),
    wake: () => memory.wake(),
    over,
    kill() {
      alive = false;
      browser.storage.loseUnwritten();
      end();
      for (const timer of timers) clearTimeout(timer);
      requests.abort();
      for (const socket of sockets) socket.close();
      for (const stepDown of locks) stepDown();
    },
  };
}
