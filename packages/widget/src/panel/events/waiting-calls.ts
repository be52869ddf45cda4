// What the page called before the panel was there, or calls now: taken by code that comes with the first call.

import type { PageCallsOptions } from './page-calls.ts';

/** Resolves when they are taken, or stay because their code cannot be had now. */
export async function takeWaitingCalls(options: PageCallsOptions): Promise<void> {
  if (options.host.q[0])
    await import('./page-calls.ts').then(
      ({ takePageCalls }) => takePageCalls(options),
      () => undefined,
    );
}
