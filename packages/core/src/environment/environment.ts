// What the library needs from its environment, injected so that tests and workers can bring their own.

import type { OutboxStorage } from './outbox-storage.ts';

/** Timers and the time of day, in milliseconds. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delay: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** Small synchronous storage: tokens, drafts. Throwing means "not available"; what was written may reach the disk later. */
export interface KeyValueStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  /** What is in it, so that everything of somebody can be removed. Not needed where items are own properties, as in Web Storage. */
  keys?(): readonly string[];
}

/** Texts that survive a browser that is killed: on the disk when a promise resolves. Rejecting means "not available". */
export interface IdentityStorage {
  /** Null when there is none. Creates nothing. */
  load(key: string): Promise<string | null>;
  save(key: string, text: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export type PresenceReason = 'online' | 'offline' | 'visible' | 'hidden' | 'wake';

/** Whether the device has a network and whether somebody looks at the page. */
export interface Presence {
  isOnline(): boolean;
  /** True while the page is in front and has the focus. */
  isVisible(): boolean;
  /** Calls back when either changes, and when the page wakes from sleep or the back-forward cache. */
  subscribe(listener: (reason: PresenceReason) => void): () => void;
}

/** A line to the other tabs of this origin. Nothing posted comes back to the sender. */
export interface TabChannel {
  post(message: unknown): void;
  close(): void;
}

/** The other tabs of this origin. */
export interface Tabs {
  /**
   * Calls `onLead` once, when no other tab leads `name` (any more). Returns the way to step down.
   * Where the browser has no locks nobody ever leads: `canLead` is false and each tab works alone.
   */
  readonly canLead: boolean;
  lead(name: string, onLead: () => void): () => void;
  channel(name: string, onMessage: (message: unknown) => void): TabChannel;
}

export interface Environment {
  readonly clock: Clock;
  /** Guarded by `browserEnvironment`: it never throws, and falls back to memory. */
  readonly storage: KeyValueStorage;
  readonly identityStorage: IdentityStorage;
  readonly outboxStorage: OutboxStorage;
  readonly presence: Presence;
  readonly tabs: Tabs;
  /** 0 ≤ n < 1; used for jitter only, never for ids. */
  readonly random: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly WebSocket: typeof globalThis.WebSocket;
  /** Tells how far an upload has come, which fetch cannot. Where it is absent, uploads go by fetch. */
  readonly XMLHttpRequest?: typeof globalThis.XMLHttpRequest | undefined;
  /** Where debug lines go. */
  readonly log: (line: string) => void;
}
