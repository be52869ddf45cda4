// Presses beside something that is open, told from those inside it through shadow roots.

/** Calls back at each press that hits none of the elements. Returns the way to stop. */
export function onPressOutside(inside: () => readonly (Element | null)[], callback: () => void): () => void {
  const press = (event: Event): void => {
    const path = event.composedPath();
    if (!inside().some((element) => element && path.includes(element))) callback();
  };
  document.addEventListener('pointerdown', press, true);
  return () => document.removeEventListener('pointerdown', press, true);
}
