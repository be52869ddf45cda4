/** The `persist` option of a broadcast: how it is written, over sockets and HTTP, and what of it is valid. */
import { isRecord } from '../protocol/values.ts';

/** How long to keep a message. */
export interface Persistence {
  /** Seconds; null for as long as any message is kept. */
  readonly ttl: number | null;
}

/** Three days, after which no message is kept. */
const MAX_PERSIST_TTL_S = 259_200;

/** Null when nothing is to be kept; `invalid` for a time to live out of range. */
export function readPersistence(persist: unknown): Persistence | 'invalid' | null {
  if (persist === true || persist === 'true') return { ttl: null };
  if (!isRecord(persist)) return null;
  const ttl = persist['ttl'] ?? null;
  if (ttl === null) return { ttl };
  const seconds = Number(ttl);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_PERSIST_TTL_S
    ? { ttl: seconds }
    : 'invalid';
}
