// The one bridge between a store and a Lit host. It hands out the store's own snapshot.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ReadableStore } from '@globalchat/core';

/** Re-renders its host after each change of the store, and listens only while the host is in the document. */
export class StoreController<Snapshot> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #store: ReadableStore<Snapshot> | undefined;
  #connected = false;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, store?: ReadableStore<Snapshot>) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
  }

  get store(): ReadableStore<Snapshot> | undefined {
    return this.#store;
  }

  /** Follows another store, or none. */
  set store(next: ReadableStore<Snapshot> | undefined) {
    if (next === this.#store) return;
    this.#unsubscribe();
    this.#store = next;
    if (this.#connected) this.#subscribe();
    this.#host.requestUpdate();
  }

  /** The current snapshot; undefined without a store. */
  get value(): Snapshot | undefined {
    return this.#store?.get();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#subscribe();
    // The store may have moved on while the host was away.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#unsubscribe();
  }

  #subscribe(): void {
    this.#stop = this.#store?.subscribe(() => this.#host.requestUpdate());
  }

  #unsubscribe(): void {
    this.#stop?.();
    this.#stop = undefined;
  }
}
