// The rows as they stand on the screen: when their order is held and when it starts anew.
import type { InboxSession } from '@globalchat/core';
import { keepOrder } from './stable-order.ts';

export interface RowsUpdate {
  readonly latest: readonly InboxSession[];
  /** What the order belongs to; another one starts anew. */
  readonly orderOf: unknown;
  /** Somebody points at the list. */
  readonly hold: boolean;
  readonly hasRoomBelow: boolean;
}

export class StableRows {
  #rows: readonly InboxSession[] = [];
  #orderOf: unknown = null;
  #arrivals = 0;

  get rows(): readonly InboxSession[] {
    return this.#rows;
  }

  /** Rows put above the reader since the order is held. */
  get arrivals(): number {
    return this.#arrivals;
  }

  indexOf(id: string | null): number {
    return id === null ? -1 : this.#rows.findIndex((session) => session.id === id);
  }

  /** Takes new data. Returns how many rows were put above those that were there. */
  take({ latest, orderOf, hold, hasRoomBelow }: RowsUpdate): number {
    const same = orderOf === this.#orderOf;
    this.#orderOf = orderOf;
    if (!hold || !same || this.#rows.length === 0 || latest.length === 0) {
      this.#rows = latest;
      this.#arrivals = 0;
      return 0;
    }
    const held = keepOrder(this.#rows, latest, hasRoomBelow);
    this.#rows = held.rows;
    this.#arrivals += held.above;
    return held.above;
  }
}
