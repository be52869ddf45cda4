// Waiting for a condition instead of for time: the one way in which tests wait, in Node and in the browser.

export type Truthy<T> = Exclude<T, false | null | undefined>;

export interface UntilOptions {
  /** Milliseconds. */
  readonly patience?: number;
  /** The last sight of things, for the failure's message. */
  readonly sight?: () => string | Promise<string>;
}

/** Looks often until `condition` gives something truthy, and resolves with it; fails with `what` it waited for. */
export type Until = <T>(
  condition: () => T | Promise<T>,
  what?: string,
  options?: UntilOptions,
) => Promise<Truthy<T>>;

/** @param defaults Milliseconds: how long a call without a patience of its own waits, and how often it looks. */
export function createUntil(defaults: { readonly patience: number; readonly interval?: number }): Until {
  const { interval = 5 } = defaults;
  return async (condition, what = condition.toString(), { patience = defaults.patience, sight } = {}) => {
    const deadline = performance.now() + patience;
    for (;;) {
      const found = await condition();
      if (found) return found as Truthy<typeof found>;
      if (performance.now() > deadline) {
        const seen = sight ? `: ${await sight()}` : '';
        throw new Error(`Waited ${patience} ms in vain for: ${what}${seen}`);
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  };
}

export const until = createUntil({ patience: 10_000 });

/** Whether the condition came true within so many milliseconds. */
export async function settled(
  condition: () => boolean | Promise<boolean>,
  patience: number,
): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await pause(25);
  }
  return false;
}

/** Only where time itself is what a test is about, as in a fault that lasts for a while. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
