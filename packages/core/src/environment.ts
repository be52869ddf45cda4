// What the library needs from its surroundings, injected so that tests and workers can bring their own.
// Owns the interfaces and the browser's defaults; refuses to read any global when a value was given.

/** Timers and the time of day, in milliseconds. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Small synchronous storage: tokens, drafts. Throwing means "not available". */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Whether the device has a network and whether somebody looks at the page. */
export interface Presence {
  isOnline(): boolean;
  isVisible(): boolean;
  /** Calls back when either changes, and when the page wakes from sleep or the back-forward cache. */
  subscribe(listener: (reason: 'online' | 'offline' | 'visible' | 'hidden' | 'wake') => void): () => void;
}

export interface Environment {
  readonly clock: Clock;
  readonly storage: KeyValueStorage;
  readonly presence: Presence;
  /** 0 ≤ n < 1; used for jitter only, never for ids. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly WebSocket: typeof globalThis.WebSocket;
  /** Where debug lines go. */
  readonly log: (line: string) => void;
}
