// Whether somebody writes in an element of the page: what comes by itself then takes no focus, and no place.

/** In a frame or in another component, too. */
export function isEditing(element: Element | null): boolean {
  const inner = element?.shadowRoot?.activeElement;
  return inner
    ? isEditing(inner)
    : !!element?.matches('input, textarea, select, iframe, [contenteditable]:not([contenteditable=false])');
}
