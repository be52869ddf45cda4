/**
 * Who is present on one topic: metas grouped by presence key, and the diffs that tell changes. Changes made in one turn
 * of the event loop become one diff.
 */
import { randomBytes } from 'node:crypto';

/** What one channel tracks, with the reference clients match leaves by. */
export interface PresenceMeta {
  readonly phx_ref: string;
  readonly phx_ref_prev?: string;
  readonly [field: string]: unknown;
}

/** Metas by presence key: the payload of `presence_state` and both halves of `presence_diff`. */
export type PresenceMap = Record<string, { metas: PresenceMeta[] }>;

export interface PresenceDiff {
  readonly joins: PresenceMap;
  readonly leaves: PresenceMap;
}

/** One tracking channel; the identity of an entry. */
type Tracker = object;

interface Entry {
  readonly key: string;
  readonly meta: PresenceMeta;
}

export class PresenceState {
  readonly #entries = new Map<Tracker, Entry>();
  readonly #onDiff: (diff: PresenceDiff) => void;
  #joins: Entry[] = [];
  #leaves: Entry[] = [];
  #flush: NodeJS.Immediate | null = null;

  constructor(onDiff: (diff: PresenceDiff) => void) {
    this.#onDiff = onDiff;
  }

  /** Publishes what a channel tracks, replacing what it tracked before. */
  track(tracker: Tracker, key: string, payload: Readonly<Record<string, unknown>>): void {
    const previous = this.#entries.get(tracker);
    const reference = {
      phx_ref: newReference(),
      ...(previous === undefined ? {} : { phx_ref_prev: previous.meta.phx_ref }),
    };
    const entry: Entry = { key, meta: { ...payload, ...reference } };
    this.#entries.set(tracker, entry);
    if (previous !== undefined) this.#left(previous);
    this.#joins.push(entry);
    this.#schedule();
  }

  /** Nothing happens for a channel that tracks nothing. */
  untrack(tracker: Tracker): void {
    const entry = this.#entries.get(tracker);
    if (entry === undefined) return;
    this.#entries.delete(tracker);
    this.#left(entry);
    this.#schedule();
  }

  /** The payload of `presence_state`. */
  state(): PresenceMap {
    return group([...this.#entries.values()]);
  }

  /** Tells pending changes now, so that whoever joins next finds them in the state and not again in a diff. */
  flush(): void {
    if (this.#flush === null) return;
    clearImmediate(this.#flush);
    this.#flush = null;
    const diff: PresenceDiff = { joins: group(this.#joins), leaves: group(this.#leaves) };
    const isEmpty = this.#joins.length === 0 && this.#leaves.length === 0;
    this.#joins = [];
    this.#leaves = [];
    if (!isEmpty) this.#onDiff(diff);
  }

  /** An entry that nobody was told about yet leaves without a trace. */
  #left(entry: Entry): void {
    const pending = this.#joins.indexOf(entry);
    if (pending === -1) this.#leaves.push(entry);
    else this.#joins.splice(pending, 1);
  }

  #schedule(): void {
    this.#flush ??= setImmediate(() => this.flush());
  }
}

function group(entries: readonly Entry[]): PresenceMap {
  const map = new Map<string, { metas: PresenceMeta[] }>();
  for (const { key, meta } of entries) {
    const presence = map.get(key);
    if (presence === undefined) map.set(key, { metas: [meta] });
    else presence.metas.push(meta);
  }
  return Object.fromEntries(map);
}

function newReference(): string {
  return randomBytes(12).toString('base64url');
}
