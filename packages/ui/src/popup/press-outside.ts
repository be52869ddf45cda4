// Presses beside something that is open. Owns telling outside from inside, through shadow roots; refuses to close anything.

/** Calls back at each press that hits none of the elements. Returns the way to stop. */
export function onPressOutside(inside: () => readonly (Element | null)[], callback: () => void): () => void {
  const press = (event: Event): void => {
    const path = event.composedPath();
    if (!inside().some((element) => element && path.includes(element))) callback();
  };
  document.addEventListener('pointerdown', press, true);
  return () => document.removeEventListener('pointerdown', press, true);
}
