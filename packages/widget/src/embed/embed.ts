// The script tag: reads its own tag and address, puts a <global-chat> on the page and makes `GlobalChat()` callable.
// Owns the forms of calling; refuses to throw into the page and to add a widget that is there already.

import { GlobalChatElement } from '../global-chat/global-chat.ts';
import type { PanelModule } from '../global-chat/panel-contract.ts';

/** Address of the panel's module, relative to this script; the build puts it in. */
declare const __PANEL__: string;

/** `GlobalChat('open')`, `GlobalChat('on', 'message', listener)`, `GlobalChat('unreadCount')`. */
interface GlobalChatFunction {
  (verb: string, ...values: unknown[]): unknown;
  /** Calls made before this script ran. */
  q?: Iterable<unknown>[];
  /** True for the script's own function, so that a second copy steps back. */
  ready?: boolean;
}

declare global {
  interface Window {
    GlobalChat?: GlobalChatFunction;
  }
}

const TAG = 'global-chat';
// Only now, while it runs, does the document know which script this is.
const script = document.currentScript as HTMLScriptElement | null;
const address = new URL(script?.src || location.href);
const earlier = window.GlobalChat;
let element: GlobalChatElement | null | undefined;

const call: GlobalChatFunction = (verb, ...values) => {
  if (verb === 'init') {
    // A script that runs before the body is parsed cannot wait for it: the launcher comes first.
    const place = (document.body as HTMLElement | null) ?? document.documentElement;
    if (!element?.isConnected) place.append((element = document.createElement(TAG)));
    return element.update(values[0] ?? {});
  }
  const member = (element as unknown as Record<string, ((...values: unknown[]) => unknown) | undefined>)?.[
    verb
  ];
  return member?.call ? member.call(element, ...values) : member;
};
call.ready = true;

GlobalChatElement.loadPanel = () => import(new URL(__PANEL__, address).href) as Promise<PanelModule>;
if (!customElements.get(TAG)) customElements.define(TAG, GlobalChatElement);
const global = earlier?.ready ? earlier : (window.GlobalChat = call);

// `data-*` wins over the address, and what the page calls wins over both.
const query = (name: string): string | null => address.searchParams.get(name);
const settings = {
  supabaseUrl: query('url'),
  supabaseKey: query('key'),
  widgetId: query('widget'),
  ...script?.dataset,
};
if (settings.supabaseUrl ?? settings.supabaseKey ?? settings.widgetId) global('init', settings);
for (const values of earlier?.q ?? []) global(...(values as [string]));
