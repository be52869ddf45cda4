// The keyboard of the inbox: which key does what, and how the help calls it.
import type { InboxKey } from '@globalchat/ui';
import { isTextField, pressedKey } from '../base/pressed-key.ts';

export type Command =
  'next' | 'previous' | 'reply' | 'note' | 'resolve' | 'snooze' | 'assign' | 'tag' | 'search' | 'help';

export interface Shortcut {
  /** By what is printed on the key, or its place where the layout has no such letter. Keys that are pressed together have a space between them. */
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
  if (elementsOf(event).some(takesKeys)) return null;
  const key = pressedKey(event);
  return SHORTCUTS.find(({ keys }) => keys === key)?.command ?? null;
}

/** The text field that this key press leaves; null in menus and dialogs, which close instead. */
export function fieldToLeave(event: KeyboardEvent): HTMLElement | null {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return null;
  const elements = elementsOf(event);
  const [field] = elements;
  const inMenu = elements.some((element) => element.matches(MENUS));
  return field instanceof HTMLElement && isTextField(field) && !inMenu ? field : null;
}

const MENUS = 'dialog, [popover], [role="menu"]';

function elementsOf(event: Event): readonly Element[] {
  return event.composedPath().filter((target) => target instanceof Element);
}

function takesKeys(element: Element): boolean {
  return element.matches(`select, ${MENUS}`) || isTextField(element);
}
