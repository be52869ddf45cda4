// A part of the panel that is fetched, with its styles, when a view first wants to show it; after a failure again when a
// while has passed or the network is back. Where something waits for a module instead of showing without it, a plain
// `await import()` does. What each chunk may weigh is in tools/sizes.ts.

import { createLazyModule } from '@globalchat/ui';
import type { LazyModule } from '@globalchat/ui';
import type { CSSResultGroup } from 'lit';

/** Between the first failure and the next attempt; twice as long after each. */
const FIRST_RETRY_DELAY_MS = 5000;
const MAX_RETRY_DELAY_MS = 80_000;

/** Takes the style sheets of what was fetched into the shadow root, and shows everything again. */
export interface AdoptStyles {
  (styles: CSSResultGroup): void;
  /** Tells the page that a part of the chat could not be fetched. */
  readonly onFailure?: (cause: unknown) => void;
}

export function createLazyView<Module extends { readonly styles: CSSResultGroup }>(
  load: () => Promise<Module>,
  adoptStyles: AdoptStyles,
): LazyModule<Module> {
  let delay = FIRST_RETRY_DELAY_MS;
  let timer = 0;
  let wasOnline = true;
  const { get, isLoading } = createLazyModule(
    { load },
    ({ styles }) => adoptStyles(styles),
    (cause) => {
      wasOnline = navigator.onLine;
      // Nothing else may happen that shows the chat again, and asks again with that.
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = 0;
        adoptStyles([]);
      }, delay);
      delay = Math.min(delay * 2, MAX_RETRY_DELAY_MS);
      adoptStyles.onFailure?.(cause);
    },
  );
  return {
    isLoading,
    get: () => (timer && wasOnline === navigator.onLine ? undefined : get()),
  };
}
