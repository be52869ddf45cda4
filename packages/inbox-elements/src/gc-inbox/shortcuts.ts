// Which key does what. Owns the table and when a key press is none of ours; refuses to act.

export type Command =
  'next' | 'previous' | 'reply' | 'note' | 'resolve' | 'snooze' | 'assign' | 'tag' | 'search' | 'help';

/** By `event.key`, so that they follow the keyboard's layout. */
const COMMANDS: Readonly<Record<string, Command>> = {
  j: 'next',
  k: 'previous',
  r: 'reply',
  n: 'note',
  e: 'resolve',
  s: 'snooze',
  a: 'assign',
  l: 'tag',
  '/': 'search',
  '?': 'help',
};

/** The command of a key press; null in text fields, menus and dialogs, and together with Ctrl, Cmd or Alt. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return null;
  const elements = event.composedPath().filter((target) => target instanceof Element);
  if (elements.some(takesKeys)) return null;
  return COMMANDS[event.key] ?? null;
}

function takesKeys(element: Element): boolean {
  return (
    element.matches('textarea, select, dialog, [popover], [role="menu"]') ||
    (element instanceof HTMLInputElement && !/^(button|checkbox|radio|submit)$/.test(element.type)) ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}
