// What this tab shows of the chat, for its next page: one small entry of `sessionStorage`, written after the visitor acted.
// The script tag looks whether there is one (element/global-chat.ts); it is read as if a stranger had written it.

import { storageKey } from '@globalchat/core';
import type { VisitorChat } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import type { Navigation } from '../shell/navigation.ts';

/** What the modules here work with. */
export interface TabOptions {
  readonly host: PanelHost;
  readonly chat: VisitorChat;
  readonly navigation: Navigation;
  /** Ends with the widget. */
  readonly signal: AbortSignal;
}

/** The same name as the visitor's trace has in `localStorage`. */
export const tabKey = ({ widgetId }: VisitorChat): string => storageKey(`${widgetId}:trace`);

/** Where what is typed into the form before a conversation is. */
export const answersKey = ({ widgetId }: VisitorChat): string => storageKey(`${widgetId}:answers`);

/** Null where there is none, or no storage. */
export function readTabEntry(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param text Null forgets it. */
export function writeTabEntry(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    // No storage: the next page shows the launcher.
  }
}

/** What the tab keeps of somebody goes with them. */
export function forgetTab(chat: VisitorChat): void {
  for (const key of [tabKey(chat), answersKey(chat)]) writeTabEntry(key, null);
}
