// Which key was pressed, for commands of one letter: the same one with Caps Lock, and on keyboards without Latin letters.

const LATIN_OR_SIGN = /^[\p{ASCII}\p{Script=Latin}]$/u;

/**
 * `event.key`, with letters in lower case; where the layout has another script, or an input method took the key, the one
 * that stands in its place on a Latin keyboard.
 */
export function pressedKey({ key, code, shiftKey }: KeyboardEvent): string {
  const named = key.length > 1 && key !== 'Process' && key !== 'Unidentified';
  if (!named && !LATIN_OR_SIGN.test(key)) {
    if (code === 'Slash') return shiftKey ? '?' : '/';
    const letter = /^Key([A-Z])$/.exec(code)?.[1];
    if (letter !== undefined) return shiftKey ? letter : letter.toLowerCase();
  }
  // With Caps Lock a letter is a capital without Shift; with Shift it is another key than the plain one.
  return /^[a-z]$/i.test(key) ? (shiftKey ? key.toUpperCase() : key.toLowerCase()) : key;
}

/** True for what takes what is typed: its keys are no commands. */
export function isTextField(element: Element): boolean {
  return (
    element instanceof HTMLTextAreaElement ||
    (element instanceof HTMLInputElement && !/^(button|checkbox|radio|submit)$/.test(element.type)) ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}
