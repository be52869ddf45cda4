// Node as a browser: the real clock, network and sockets, memory for storage. Counts what leaves the page.

import { createMemoryEnvironment } from '../src/testing/memory-environment.ts';
import type { MemoryBrowser, MemoryEnvironment } from '../src/testing/memory-environment.ts';
import type { Clock } from '../src/environment/environment.ts';

export interface TestEnvironment extends MemoryEnvironment {
  /** Paths of the requests that were sent. */
  readonly requests: readonly string[];
  readonly sockets: readonly WebSocket[];
}

const realClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delay) => setTimeout(callback, delay),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

export function createTestEnvironment(
  options: { clock?: Clock; browser?: MemoryBrowser } = {},
): TestEnvironment {
  const requests: string[] = [];
  const sockets: WebSocket[] = [];
  class CountedSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address);
      sockets.push(this);
    }
  }
  return Object.assign(createMemoryEnvironment({ clock: { ...realClock }, ...options }), {
    requests,
    sockets,
    WebSocket: CountedSocket,
    fetch: (input: string | URL | Request, init?: RequestInit) => {
      requests.push(new URL(input instanceof Request ? input.url : input).pathname);
      return fetch(input, init);
    },
  });
}

/** Waits for a condition by looking often; fails with `what` after the deadline, in milliseconds. */
export async function until(what: string, condition: () => unknown, deadline = 10_000): Promise<void> {
  const end = Date.now() + deadline;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Waited ${deadline} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
