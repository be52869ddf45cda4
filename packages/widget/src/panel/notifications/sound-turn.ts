// When a sound may be heard: once over all tabs of a visitor, and not again for a while. Owns whose turn it is, by a lock
// that is held for that while; refuses to make the sound itself.

import type { Environment } from '@globalchat/core';

export interface BellOptions {
  /** Tabs that share this name share a bell. */
  readonly name: string;
  readonly environment: Pick<Environment, 'clock' | 'tabs'>;
  /** Whether this tab would sound now. */
  readonly isWanted: () => boolean;
  readonly onRing: () => void;
  readonly signal: AbortSignal;
}

export interface Bell {
  /** Something arrived that nobody looks at here. */
  ring(): void;
  /** Something arrived that the visitor looks at here: no other tab needs to say so. */
  seen(): void;
}

/** Milliseconds from one sound to the next. */
export const PAUSE = 3000;
/** How long a tab waits for another one to say that the message is looked at. */
const LISTEN = 300;
/** Who gets the lock later than that comes after another tab that has rung. */
const TURN = 1500;

export function createBell({ name, environment, isWanted, onRing, signal }: BellOptions): Bell {
  const { clock, tabs } = environment;
  let stepDown: (() => void) | null = null;
  let timer: unknown = null;
  let seenAt = -Infinity;
  const channel = tabs.channel(name, () => (seenAt = clock.now()));

  const end = (): void => {
    clock.clearTimeout(timer);
    stepDown?.();
    stepDown = null;
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
    ring() {
      if (stepDown || signal.aborted || !isWanted()) return;
      const asked = clock.now();
      const onTurn = (): void => {
        if (signal.aborted || clock.now() - asked > TURN) return end();
        timer = clock.setTimeout(() => {
          // The other tab may have been a little faster than this one.
          const isSeen = seenAt > asked - TURN;
          if (!isSeen && isWanted()) onRing();
          timer = clock.setTimeout(end, isSeen ? 0 : PAUSE);
        }, LISTEN);
      };
      stepDown = tabs.canLead ? tabs.lead(name, onTurn) : () => undefined;
      if (!tabs.canLead) onTurn();
    },
    seen: () => channel.post('seen'),
  };
}
