// A module of the panel that is fetched, with its styles, when a view first wants to show it, and after a failure not before a
// while has passed or the network is back. Where something waits for a module instead of showing without it, a plain
// `await import()` does. What each chunk may weigh is in tools/sizes.ts.

import { createLazyModule } from '@globalchat/ui';
import type { LazyModule } from '@globalchat/ui';
import type { CSSResultGroup } from 'lit';

/** Between a failure and the next attempt. */
const WAIT_MS = 5000;

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
  let waitsUntil = 0;
  let wasOnline = true;
  const { get, isLoading } = createLazyModule(
    { load },
    ({ styles }) => adoptStyles(styles),
    (cause) => {
      waitsUntil = Date.now() + WAIT_MS;
      wasOnline = navigator.onLine;
      adoptStyles.onFailure?.(cause);
    },
  );
  return {
    isLoading,
    get: () => (Date.now() < waitsUntil && wasOnline === navigator.onLine ? undefined : get()),
  };
}
