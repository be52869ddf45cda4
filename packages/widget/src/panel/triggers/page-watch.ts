// What happens on the page as far as triggers ask for it: its address, how long it is there, how much of it was seen, and a
// pointer that leaves. Listens to nothing that no trigger names, and changes nothing of the page's own functions.

import type { Clock } from '@globalchat/core';
import { matchesAddress } from './address-pattern.ts';
import { ADDRESS_POLL_INTERVAL_MS } from './trigger-limits.ts';
import type { Trigger } from './read-triggers.ts';

export interface PageWatch {
  /** Whether the page is one that the trigger is for. */
  matches(trigger: Trigger): boolean;
  /** Whether all that the trigger says of a page holds. */
  holds(trigger: Trigger): boolean;
}

export interface PageWatchOptions {
  readonly triggers: readonly Trigger[];
  readonly clock: Clock;
  /** Something may hold now that did not before. */
  readonly onChange: () => void;
  readonly signal: AbortSignal;
}

/** The share of the page that has been on the screen: 100 where it does not scroll. */
function seenPercent(): number {
  const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
  // Browsers stop a part of a pixel before the end.
  return ((scrollTop + clientHeight + 1) / scrollHeight) * 100;
}

export function watchPage({ triggers, clock, onChange, signal }: PageWatchOptions): PageWatch {
  const { navigation } = window as { navigation?: EventTarget };
  /** When the page became one of a trigger's. */
  const since = new Map<Trigger, number>();
  let address = '';
  let seen = 0;
  let isLeaving = false;
  let timer: unknown;

  const matches = ({ url }: Trigger): boolean => url === null || matchesAddress(url, location);

  const look = (): void => {
    if (signal.aborted) return;
    const now = clock.now();
    if (address !== location.href) {
      address = location.href;
      seen = 0;
      for (const trigger of triggers) {
        if (!matches(trigger)) since.delete(trigger);
        else if (!since.has(trigger)) since.set(trigger, now);
      }
    }
    seen = Math.max(seen, seenPercent());
    const waits = [...since].map(([{ afterSeconds }, from]) => from + afterSeconds * 1000 - now);
    if (!navigation && triggers.some(({ url }) => url !== null)) waits.push(ADDRESS_POLL_INTERVAL_MS);
    const next = Math.min(...waits.filter((wait) => wait > 0));
    clock.clearTimeout(timer);
    if (next < Infinity) timer = clock.setTimeout(look, next);
    onChange();
  };

  const leave = ({ clientY, pointerType, relatedTarget }: PointerEvent): void => {
    // Out of the window at its top, where tabs and the address are. A finger leaves with every tap.
    if (relatedTarget !== null || clientY > 0 || pointerType !== 'mouse') return;
    isLeaving = true;
    look();
    isLeaving = false;
  };

  navigation?.addEventListener('currententrychange', look, { signal });
  for (const type of ['popstate', 'hashchange', 'resize']) addEventListener(type, look, { signal });
  if (triggers.some(({ scrollPercent }) => scrollPercent > 0))
    document.addEventListener('scroll', look, { signal, passive: true });
  if (triggers.some(({ exitIntent }) => exitIntent))
    document.addEventListener('pointerout', leave, { signal });
  signal.addEventListener('abort', () => clock.clearTimeout(timer));
  queueMicrotask(look);

  return {
    matches,
    holds(trigger) {
      const from = since.get(trigger);
      return (
        from !== undefined &&
        clock.now() >= from + trigger.afterSeconds * 1000 &&
        seen >= trigger.scrollPercent &&
        (isLeaving || !trigger.exitIntent)
      );
    },
  };
}
