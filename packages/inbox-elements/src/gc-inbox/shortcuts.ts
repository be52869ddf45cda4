// The keyboard of the inbox: which key does what, and how the help calls it.
import type { InboxKey } from '@globalchat/ui';

export type Command =
  'next' | 'previous' | 'reply' | 'note' | 'resolve' | 'snooze' | 'assign' | 'tag' | 'search' | 'help';

export interface Shortcut {
  /** By `event.key`, so that it follows the keyboard's layout. Keys that are pressed together have a space between them. */
  readonly keys: string;
  readonly text: InboxKey;
  /** Absent where the element with the focus hears the key by itself. */
  readonly command?: Command;
}

/** In the order of the help. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'j', text: 'nextConversation', command: 'next' },
  { keys: 'k', text: 'previousConversation', command: 'previous' },
  { keys: 'Enter', text: 'openConversation' },
  { keys: 'r', text: 'reply', command: 'reply' },
  { keys: 'n', text: 'note', command: 'note' },
  { keys: 'Ctrl Enter', text: 'sendReply' },
  { keys: 'e', text: 'resolveOrReopen', command: 'resolve' },
  { keys: 's', text: 'snooze', command: 'snooze' },
  { keys: 'a', text: 'assign', command: 'assign' },
  { keys: 'l', text: 'tags', command: 'tag' },
  { keys: '/', text: 'searchConversations', command: 'search' },
  { keys: 'Esc', text: 'leaveField' },
  { keys: '?', text: 'showHelp', command: 'help' },
];

/** The command of a key press; null in text fields, menus and dialogs, and together with Ctrl, Cmd or Alt. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
    return null;
  const elements = event.composedPath().filter((target) => target instanceof Element);
  if (elements.some(takesKeys)) return null;
  return SHORTCUTS.find(({ keys }) => keys === event.key)?.command ?? null;
}

function takesKeys(element: Element): boolean {
  return (
    element.matches('textarea, select, dialog, [popover], [role="menu"]') ||
    (element instanceof HTMLInputElement && !/^(button|checkbox|radio|submit)$/.test(element.type)) ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}
