// The other tabs of this origin, over Web Locks and BroadcastChannel. Only pages have other tabs: in Node and workers,
// and where the browser lacks either, each instance works alone.

import type { Tabs } from './environment.ts';

export function createBrowserTabs(): Tabs {
  const page = typeof document !== 'undefined';
  const locks = page ? navigator.locks : undefined;
  const hasChannel = page && typeof BroadcastChannel !== 'undefined';

  return {
    canLead: locks !== undefined && hasChannel,
    lead(name, onLead) {
      const stop = new AbortController();
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      locks
        ?.request(name, { signal: stop.signal }, () => {
          onLead();
          return held;
        })
        // Aborted while it waited: that is stepping down.
        .catch(() => undefined);
      return () => {
        stop.abort();
        release();
      };
    },
    channel(name, onMessage) {
      if (!hasChannel) return { post: () => undefined, close: () => undefined };
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event) => onMessage(event.data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
  };
}
