// A store that comes through context: follows the context and the subscription. `value` is always the store's own
// snapshot.
import { ContextConsumer } from '@lit/context';
import type { Context } from '@lit/context';
import type { ReactiveControllerHost } from 'lit';
import { select, shallowEqual } from '@globalchat/core';
import type { ReadableStore } from '@globalchat/core';
import { StoreController } from '@globalchat/ui';

type SnapshotOf<Source> = Source extends { get(): infer Snapshot } ? Snapshot : never;

/**
 * Re-renders its host when one of the fields that `pick` returns changes in the store that a provider handed down.
 * Without a provider `source` is null and `value` undefined.
 */
export class ContextStore<Source extends ReadableStore<unknown>, Fields extends object> {
  readonly #consumer: ContextConsumer<Context<unknown, Source | null>, ReactiveControllerHost & HTMLElement>;
  readonly #follower: StoreController<Fields>;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    context: Context<unknown, Source | null>,
    pick: (snapshot: SnapshotOf<Source>) => Fields,
  ) {
    const follower = new StoreController<Fields>(host);
    this.#follower = follower;
    this.#consumer = new ContextConsumer(host, {
      context,
      subscribe: true,
      callback: (source) => {
        follower.store =
          source === null
            ? undefined
            : select(source as ReadableStore<SnapshotOf<Source>>, pick, shallowEqual);
      },
    });
  }

  /** The object behind the store, for its ids; changes are asked for by intents. */
  get source(): Source | null {
    return this.#consumer.value ?? null;
  }

  /** A provider is around, whether or not it has a store yet. */
  get provided(): boolean {
    return this.#consumer.value !== undefined;
  }

  get value(): Fields | undefined {
    return this.#follower.value;
  }
}
