// A part of the panel that arrives in its own chunk, with its own look, when it is first wanted. Owns asking once, and
// again after a failure.

import type { CSSResultGroup } from 'lit';

/** Called when a part arrived; its style sheets belong into the shadow root before it is rendered. */
export type PartReady = (styles: CSSResultGroup) => void;

export interface Lazy<Part> {
  /** The module, or undefined while it is on its way; asking starts the way. */
  get(): Part | undefined;
}

export function createLazy<Part extends { readonly styles: CSSResultGroup }>(
  load: () => Promise<Part>,
  onReady: PartReady,
): Lazy<Part> {
  let part: Part | undefined;
  let loading = false;
  return {
    get() {
      if (part || loading) return part;
      loading = true;
      load().then(
        (loaded) => {
          part = loaded;
          onReady(loaded.styles);
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
