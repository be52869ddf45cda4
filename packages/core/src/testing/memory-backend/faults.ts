// What can go wrong on the line between one client and the in-memory backend, and what a test sees of the line.

import { GlobalChatError } from '../../errors.ts';
import type { GlobalChatErrorCode } from '../../errors.ts';

export interface FailureOptions {
  /** The request was carried out and only its answer is lost. */
  readonly afterCommit?: boolean;
  /** How many requests in a row; 1 when absent. */
  readonly times?: number;
  /** Milliseconds, as a 429 would say. */
  readonly retryAfter?: number;
}

/** What a test or a demonstration can do to one client's line. */
export interface MemoryFaults {
  /** Off: every request rejects with `network` and every channel is lost. On again: channels rejoin. */
  setOnline(online: boolean): void;
  /** While true events vanish although every channel looks healthy. */
  dropEvents(drop: boolean): void;
  /** While true events say only that something changed, as for a while after somebody left the team. */
  thinEvents(thin: boolean): void;
  /** Milliseconds that each request and each event takes. */
  setDelay(delay: number): void;
  /** The next call of this method rejects with this code. Calls of it may be queued. */
  failNext(method: string, code: GlobalChatErrorCode, options?: FailureOptions): void;
  /** Requests of this method wait, and are carried out when the returned function is called. */
  hold(method: string): () => void;
  /** Channels joined from now on are refused. */
  refuseChannels(refuse: boolean): void;
  /** Every request so far, oldest first. */
  readonly calls: readonly { readonly method: string; readonly argument: unknown }[];
  /** Channels that are open now. */
  channels(): readonly string[];
}

interface Failure {
  readonly method: string;
  readonly error: GlobalChatError;
  readonly afterCommit: boolean;
}

/** How a line is at the moment. */
export interface LineCondition {
  online: boolean;
  /** Events vanish. */
  dropping: boolean;
  /** Events say only that something changed. */
  thin: boolean;
  /** Channels are refused. */
  refusing: boolean;
  /** Milliseconds. */
  delay: number;
  readonly failures: Failure[];
  readonly holds: Map<string, Promise<void>>;
  readonly calls: { method: string; argument: unknown }[];
}

export function createLineCondition(): LineCondition {
  const state = { online: true, dropping: false, thin: false, refusing: false, delay: 0 };
  return { ...state, failures: [], holds: new Map(), calls: [] };
}

export function createFaults(
  condition: LineCondition,
  line: Pick<MemoryFaults, 'setOnline' | 'channels'>,
): MemoryFaults {
  return {
    ...line,
    calls: condition.calls,
    dropEvents: (drop) => void (condition.dropping = drop),
    thinEvents: (thin) => void (condition.thin = thin),
    setDelay: (delay) => void (condition.delay = delay),
    refuseChannels: (refuse) => void (condition.refusing = refuse),
    failNext: (method, code, options) => addFailures(condition, method, code, options),
    hold: (method) => holdRequests(condition, method),
  };
}

/** The failure that this request was given, which happens once. */
export function takeFailure({ failures }: LineCondition, method: string): Failure | null {
  const place = failures.findIndex((failure) => failure.method === method);
  return place < 0 ? null : (failures.splice(place, 1)[0] ?? null);
}

function addFailures(
  { failures }: LineCondition,
  method: string,
  code: GlobalChatErrorCode,
  { afterCommit = false, times = 1, retryAfter }: FailureOptions = {},
): void {
  const more = retryAfter === undefined ? {} : { retryAfter };
  const error = new GlobalChatError(code, `${method} was made to fail.`, more);
  for (let time = 0; time < times; time += 1) failures.push({ method, error, afterCommit });
}

function holdRequests({ holds }: LineCondition, method: string): () => void {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  holds.set(method, gate);
  return () => {
    if (holds.get(method) === gate) holds.delete(method);
    release();
  };
}
