// A module of the panel that is fetched, with its styles, when a view first wants to show it. Where something waits for a
// module instead of showing without it, a plain `await import()` does. What each chunk may weigh is in tools/sizes.ts.

import { createLazyModule } from '@globalchat/ui';
import type { LazyModule } from '@globalchat/ui';
import type { CSSResultGroup } from 'lit';

/** Takes the style sheets of what was fetched into the shadow root, and renders again. */
export type AdoptStyles = (styles: CSSResultGroup) => void;

export function createPanelModule<Module extends { readonly styles: CSSResultGroup }>(
  load: () => Promise<Module>,
  adoptStyles: AdoptStyles,
): LazyModule<Module> {
  return createLazyModule({ load }, ({ styles }) => adoptStyles(styles), warnNotLoaded);
}

function warnNotLoaded(cause: unknown): void {
  console.warn('[Global Chat] network: a part of the chat could not be loaded.', cause);
}
