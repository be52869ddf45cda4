// What <global-chat> extends. In Node there is nothing to extend: the class can then be imported, but not constructed. The
// build of the script tag, which runs in pages only, puts HTMLElement itself in its place.

export const Base =
  (globalThis.HTMLElement as typeof HTMLElement | undefined) ?? (Object as unknown as typeof HTMLElement);
