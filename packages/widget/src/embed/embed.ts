// The script tag: reads its own tag, puts a <global-chat> on the page and makes `GlobalChat()` callable. It never
// throws into the page, and never reads the page's address, which anybody who shares a link can write.

import { GlobalChatElement } from '../element/global-chat.ts';
import type { GlobalChatVerb } from '../verbs-and-events.ts';

/** End of the addresses of the modules that come later, relative to the folder of this version; the build puts both in. */
declare const __MODULE__: string;
/** Where that folder is published: for the script that is inlined or bundled. Empty: beside this script. */
declare const __FOLDER__: string;

/** `GlobalChat('open')`, `GlobalChat('on', 'message', listener)`, `GlobalChat('unreadCount')`. */
interface GlobalChatFunction {
  (verb: GlobalChatVerb, ...values: unknown[]): unknown;
  /** Calls made before this script ran. */
  q?: Iterable<unknown>[];
  /** True for the script's own function, so that a second copy steps back. */
  ready?: boolean;
}

/** What a verb may be: of the element, or of a page that mistyped it. */
type Members = Partial<Record<string, ((...values: unknown[]) => unknown) | null>>;

declare global {
  interface Window {
    GlobalChat?: GlobalChatFunction;
  }
}

const ELEMENT_TAG = 'global-chat';
// `document.currentScript` is null in a module and in a bundle that runs later, and whatever somebody wrote into the page
// under that name elsewhere: the tag is looked for.
const script = document.querySelector<HTMLScriptElement>(
  'script[src*="/global-chat.js"],script[data-widget-id]',
);
const source = script?.src ?? '';
const earlier = window.GlobalChat;

GlobalChatElement.part = async (part: string) =>
  import(new URL(part + __MODULE__, __FOLDER__ || source) as unknown as string) as Promise<never>;
if (!customElements.get(ELEMENT_TAG)) customElements.define(ELEMENT_TAG, GlobalChatElement);
/** Comes onto the page with `init`; until then it keeps what it is told. */
let element = document.createElement(ELEMENT_TAG);

const call: GlobalChatFunction = (verb, ...values) => {
  if (verb === 'init') {
    // Nothing of one that was destroyed is left.
    if (element.managed! < 1) element = document.createElement(ELEMENT_TAG);
    element.managed = 1e4;
    verb = 'update';
  }
  // It is named on the console, as an event that there is not.
  if (!(verb in element)) (element as unknown as Members).on!('!' + verb);
  return (element as unknown as Members)[verb]?.call
    ? (element as unknown as Members)[verb]!(...values)
    : (element as unknown as Members)[verb];
};
call.ready = true;
const global = (window.GlobalChat = earlier?.ready ? earlier : call);

// `data-*` wins over the script's address, and what the page calls wins over both.
const query = new URLSearchParams(source.split('?')[1]);
const settings = {
  supabaseUrl: query.get('url'),
  supabaseKey: query.get('key'),
  widgetId: query.get('widget'),
  ...script?.dataset,
};
if (settings.supabaseUrl) global('init', settings);
for (const values of earlier?.q ?? []) global(...(values as [GlobalChatVerb]));
if (!element.managed && !earlier?.ready) console.warn('[Global Chat] no_settings');
