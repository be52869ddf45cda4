// The rows as they stand on the screen: when their order is held and when it starts anew, and which arrived out of sight.
import type { InboxSession } from '@globalchat/core';
import { keepOrder, rowsAbove } from './stable-order.ts';

export interface RowsUpdate {
  readonly latest: readonly InboxSession[];
  /** What the order belongs to; another one starts anew. */
  readonly orderOf: unknown;
  /** Somebody points at the list. */
  readonly hold: boolean;
  readonly hasRoomBelow: boolean;
  /** Index of the first row that can be seen. */
  readonly firstInSight: number;
}

export class StableRows {
  #rows: readonly InboxSession[] = [];
  #orderOf: unknown = null;
  /** Arrived, and not seen yet. */
  readonly #arrived = new Set<string>();
  /** Of rows on the screen, whatever the filters let through. */
  readonly #heard = new Map<string, InboxSession>();

  get rows(): readonly InboxSession[] {
    return this.#rows;
  }

  /** Rows that came and that nobody has seen, since they are above what is in sight. */
  get arrivals(): number {
    return this.#arrived.size;
  }

  indexOf(id: string | null): number {
    return id === null ? -1 : this.#rows.findIndex((session) => session.id === id);
  }

  /** What was told of conversations, those that the list holds no more too. True when one of them is on the screen. */
  hear(sessions: readonly InboxSession[]): boolean {
    const shown = sessions.filter(({ id }) => this.indexOf(id) !== -1);
    for (const session of shown) this.#heard.set(session.id, session);
    return shown.length > 0;
  }

  /** These are no more: their rows leave, whoever points at them. */
  forget(sessionIds: readonly string[]): void {
    this.#rows = this.#rows.filter(({ id }) => !sessionIds.includes(id));
    for (const id of sessionIds) this.#arrived.delete(id);
  }

  /** Takes new data. Returns by how many rows what one looks at moved down. */
  take({ latest, orderOf, hold, hasRoomBelow, firstInSight }: RowsUpdate): number {
    const before = this.#rows;
    const same = orderOf === this.#orderOf;
    this.#orderOf = orderOf;
    if (!same || before.length === 0 || latest.length === 0) {
      this.#rows = latest;
      this.#arrived.clear();
      this.#heard.clear();
      return 0;
    }
    const held = hold ? keepOrder(before, latest, hasRoomBelow, this.#heard) : null;
    if (held === null) this.#heard.clear();
    this.#rows = held?.rows ?? latest;
    const above = held?.above ?? (firstInSight === 0 ? 0 : rowsAbove(before, latest, firstInSight));
    if (this.#rows !== before) this.#noteArrivals(before, firstInSight + above);
    return above;
  }

  /** Rows from this one on have been seen. */
  see(firstInSight: number): void {
    for (const id of this.#arrived) {
      const index = this.indexOf(id);
      if (index === -1 || index >= firstInSight) this.#arrived.delete(id);
    }
  }

  #noteArrivals(before: readonly InboxSession[], firstInSight: number): void {
    const known = new Set(before.map(({ id }) => id));
    for (const { id } of this.#rows.slice(0, firstInSight)) if (!known.has(id)) this.#arrived.add(id);
  }
}
