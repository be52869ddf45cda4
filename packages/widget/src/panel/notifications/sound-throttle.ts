// When a sound may be heard: once over all tabs of a visitor, and not again for a while. The tab whose turn it is holds
// a lock for that while.

import type { Environment } from '@globalchat/core';

export interface SoundThrottleOptions {
  /** Tabs with the same name share one turn. */
  readonly name: string;
  readonly environment: Pick<Environment, 'clock' | 'tabs'>;
  /** Whether this tab would sound now. */
  readonly isWanted: () => boolean;
  readonly play: () => void;
  readonly signal: AbortSignal;
}

export interface SoundThrottle {
  /** Something arrived that nobody looks at here. */
  request(): void;
  /** Something arrived that the visitor looks at here: no other tab needs to say so. */
  markSeen(): void;
}

/** Milliseconds from one sound to the next. */
export const SOUND_INTERVAL_MS = 3000;
/** How long a tab waits for another one to say that the message is looked at. */
const SEEN_ELSEWHERE_WAIT_MS = 300;
/** Who gets the lock later than that comes after another tab that made the sound. */
const MAX_LOCK_WAIT_MS = 1500;

export function createSoundThrottle({
  name,
  environment,
  isWanted,
  play,
  signal,
}: SoundThrottleOptions): SoundThrottle {
  const { clock, tabs } = environment;
  let releaseLock: (() => void) | null = null;
  let timer: unknown = null;
  let seenAt = -Infinity;
  const channel = tabs.channel(name, () => (seenAt = clock.now()));

  const end = (): void => {
    clock.clearTimeout(timer);
    releaseLock?.();
    releaseLock = null;
  };

  signal.addEventListener(
    'abort',
    () => {
      end();
      channel.close();
    },
    { once: true },
  );

  return {
    request() {
      if (releaseLock || signal.aborted || !isWanted()) return;
      const requestedAt = clock.now();
      const onTurn = (): void => {
        if (signal.aborted || clock.now() - requestedAt > MAX_LOCK_WAIT_MS) return end();
        timer = clock.setTimeout(() => {
          // The other tab may have been a little faster than this one.
          const isSeen = seenAt > requestedAt - MAX_LOCK_WAIT_MS;
          if (!isSeen && isWanted()) play();
          timer = clock.setTimeout(end, isSeen ? 0 : SOUND_INTERVAL_MS);
        }, SEEN_ELSEWHERE_WAIT_MS);
      };
      releaseLock = tabs.canLead ? tabs.lead(name, onTurn) : () => undefined;
      if (!tabs.canLead) onTurn();
    },
    markSeen: () => channel.post('seen'),
  };
}
