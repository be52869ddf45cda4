// Storage that hangs, as some browsers let it: after a while it counts as refused.

import type { Clock } from './environment.ts';

/** A storage that has not answered within so many steps is treated as refused. */
const TIMEOUT_STEPS = 4;
/** Milliseconds. A timer that slept with its page comes at once on waking, and then only one step is lost. */
const TIMEOUT_STEP_MS = 500;

/** Uses a storage and tells whether it worked; never rejects. */
export async function withTimeout(clock: Clock, work: () => Promise<unknown>): Promise<boolean> {
  let timer: unknown = null;
  const timeout = async (): Promise<false> => {
    for (let step = 0; step < TIMEOUT_STEPS; step += 1)
      await new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, TIMEOUT_STEP_MS)));
    return false;
  };
  const worked = await Promise.race([
    Promise.resolve()
      .then(work)
      .then(
        () => true,
        () => false,
      ),
    timeout(),
  ]);
  clock.clearTimeout(timer);
  return worked;
}
