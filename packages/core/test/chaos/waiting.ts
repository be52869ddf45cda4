// Waiting for a condition instead of for time.

/** Looks often until `condition` holds; says whether it did within `patience` milliseconds. */
export async function settled(
  condition: () => boolean | Promise<boolean>,
  patience: number,
): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return false;
}

/** The same, and rejects with `what` when it did not. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  patience = 30_000,
): Promise<void> {
  if (!(await settled(condition, patience))) throw new Error(`waited ${patience} ms in vain for ${what}`);
}
