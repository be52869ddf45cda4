// Keeps a config true while somebody looks: asks again when it is old, and at the minute when the team comes or goes.
// Nothing may import it but by `import()`: it is for who has opened the chat.

import type { Environment } from '../environment/environment.ts';
import type { WidgetConfig } from '../types.ts';

/** Milliseconds; what is older may have changed while nobody listened. */
const CONFIG_FRESH_MS = 30_000;
/** Milliseconds between two readings for the hour's sake, whatever the server says. */
const MIN_CONFIG_PAUSE_MS = 10_000;
/** Milliseconds; a timer takes no more, and the next one goes on. */
const MAX_CONFIG_TIMER_MS = 86_400_000;

export interface FreshnessOptions {
  readonly environment: Pick<Environment, 'clock' | 'presence'>;
  readonly config: () => WidgetConfig | null;
  /** By the own clock; 0 before the first reading. */
  readonly readAt: () => number;
  readonly readAgain: () => Promise<unknown>;
}

export interface Freshness {
  /** The config was read. */
  schedule(): void;
  stop(): void;
}

export function createFreshness({ environment, config, readAt, readAgain }: FreshnessOptions): Freshness {
  const { clock, presence } = environment;
  let timer: unknown;

  const again = (): void => void readAgain().catch((cause: unknown) => cause);
  /** Milliseconds until the team comes or goes, by the server's clock. */
  const untilChange = (): number => {
    const { availability, serverTime } = config() ?? {};
    return availability?.changesAt
      ? readAt() + availability.changesAt - (serverTime ?? 0) - clock.now()
      : Infinity;
  };
  const schedule = (): void => {
    clock.clearTimeout(timer);
    const wait = Math.max(untilChange(), readAt() + MIN_CONFIG_PAUSE_MS - clock.now());
    if (wait === Infinity) return;
    if (wait > 0) timer = clock.setTimeout(schedule, Math.min(wait, MAX_CONFIG_TIMER_MS));
    else again();
  };
  // Timers stand still while a device sleeps.
  const stopListening = presence.subscribe(schedule);
  if (config() && clock.now() - readAt() > CONFIG_FRESH_MS) again();
  else schedule();

  return {
    schedule,
    stop() {
      clock.clearTimeout(timer);
      stopListening();
    },
  };
}
