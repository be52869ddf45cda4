// Node as a browser: the real clock, network and sockets, memory for storage. Counts what leaves the page.

import { createMemoryEnvironment } from '../src/testing/memory-environment.ts';
import type { MemoryBrowser, MemoryEnvironment } from '../src/testing/memory-environment.ts';
import type { Clock } from '../src/environment/environment.ts';
import { systemClock } from '../../../tools/test-kit/clocks.ts';

export interface TestEnvironment extends MemoryEnvironment {
  /** Paths of the requests that were sent. */
  readonly requests: readonly string[];
  readonly sockets: readonly WebSocket[];
}

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
  return Object.assign(createMemoryEnvironment({ clock: { ...systemClock }, ...options }), {
    requests,
    sockets,
    WebSocket: CountedSocket,
    fetch: (input: string | URL | Request, init?: RequestInit) => {
      requests.push(new URL(input instanceof Request ? input.url : input).pathname);
      return fetch(input, init);
    },
  });
}
