/** The channels that wait for row changes: who listens to which bindings, with whose claims. In memory only. */
import type { Claims } from '../authorization/tokens.ts';
import type { OutboundFrame } from '../protocol/frames.ts';
import type { Binding } from './binding.ts';
import type { Viewer } from './visibility.ts';

/** Where changes go. */
export interface ChangeListener {
  /** The full channel topic. */
  readonly topic: string;
  receiveChange(frame: OutboundFrame): void;
  /** The publication changed or the stream broke: the subscription has to be made again. */
  onSubscriptionLost(): void;
}

/** A binding of one listener. */
export interface Subscription {
  readonly listener: ChangeListener;
  readonly binding: Binding;
  readonly viewer: Viewer;
  /** Position in the write-ahead log at which it began; earlier commits are not for it. */
  readonly since: bigint;
}

export class Subscriptions {
  readonly #byListener = new Map<ChangeListener, readonly Subscription[]>();

  get isEmpty(): boolean {
    return this.#byListener.size === 0;
  }

  /** Replaces what the listener had. */
  set(listener: ChangeListener, bindings: readonly Binding[], claims: Claims, since: bigint): void {
    const viewer = { role: claims.role, claims: JSON.stringify(claims) };
    const began = this.#byListener.get(listener)?.[0]?.since ?? since;
    const earliest = began < since ? began : since;
    this.#byListener.set(
      listener,
      bindings.map((binding) => ({ listener, binding, viewer, since: earliest })),
    );
  }

  remove(listener: ChangeListener): void {
    this.#byListener.delete(listener);
  }

  listeners(): ChangeListener[] {
    return [...this.#byListener.keys()];
  }

  all(): Subscription[] {
    return [...this.#byListener.values()].flat();
  }
}
