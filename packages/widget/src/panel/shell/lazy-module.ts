// A module of the panel that is fetched, with its styles, when a view first wants to show it; and again after a
// failure. Where something waits for a module instead of showing without it, a plain `await import()` does. What each
// chunk may weigh is in tools/sizes.ts.

import type { CSSResultGroup } from 'lit';

/** Takes the style sheets of what was fetched into the shadow root, and renders again. */
export type AdoptStyles = (styles: CSSResultGroup) => void;

export interface LazyModule<Module> {
  /** The module, or undefined while it is on its way; asking starts the way. */
  get(): Module | undefined;
}

export function createLazyModule<Module extends { readonly styles: CSSResultGroup }>(
  load: () => Promise<Module>,
  adoptStyles: AdoptStyles,
): LazyModule<Module> {
  let module: Module | undefined;
  let loading = false;
  return {
    get() {
      if (module || loading) return module;
      loading = true;
      load().then(
        (loaded) => {
          module = loaded;
          adoptStyles(loaded.styles);
        },
        (cause: unknown) => {
          // The next render that wants it asks again.
          loading = false;
          console.warn('[Global Chat] network: a part of the chat could not be loaded.', cause);
        },
      );
      return undefined;
    },
  };
}
