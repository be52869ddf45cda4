// Brings the chat into its window, from the page's side: the settings, the place in the chat and the page's look go along,
// and what the visitor does there is told to the page as if it was done here. The window needs nothing of this page
// afterwards, and goes on when the page is left.

import type { VisitorChat } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import { GcEvent } from '../../gc-event.ts';
import { pageOf } from '../tab-state/keep-tab.ts';
import { tabKey } from '../tab-state/tab-entry.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { MODULE_ADDRESS } from './window-chat.ts';
import type { ChatWindow, WindowSettings } from './window-chat.ts';

export interface PopOut {
  readonly chat: VisitorChat;
  readonly context: PanelContext;
  /** The id of a conversation, or a screen. */
  readonly shown: string;
  /** Ends with the widget. */
  readonly signal: AbortSignal;
}

/** Done by the visitor and told by nobody else; the page may hold back the first. */
const TOLD_EVENTS = ['gc-before-send', 'gc-send', 'gc-rate', 'gc-consent'];

/** Rejects, and leaves no window, when the chat could not be loaded in it. */
export async function fillWindow(opened: ChatWindow, options: PopOut): Promise<void> {
  const { context, signal } = options;
  const { host } = context;
  if (!opened.globalChatHost) {
    try {
      await load(opened, options);
    } catch (cause) {
      opened.close();
      throw cause;
    }
  }
  const lifetime = new AbortController();
  const end = (): void => {
    lifetime.abort();
    opened.close();
  };
  for (const type of TOLD_EVENTS)
    opened.globalChatHost?.addEventListener(type, (event) => tell(event, host), { signal: lifetime.signal });
  context.actions.close();
  opened.focus();
  // It came back into the page, or the page wants no chat any more.
  host.addEventListener('gc-open', end, { signal: lifetime.signal });
  signal.addEventListener('abort', end, { signal: lifetime.signal });
}

/** As an event of the page's own. */
function tell(event: Event, host: PanelHost): void {
  const { isTrusted: _own, ...details } = event;
  if (!host.dispatchEvent(new GcEvent(event.type, details, event.cancelable))) event.preventDefault();
}

async function load(opened: ChatWindow, options: PopOut): Promise<void> {
  const { document } = opened;
  keepPlace(opened, options);
  // Takes the page's address on, which is what addresses are relative to and what the team is told.
  document.open();
  document.close();
  dress(document, options);
  opened.globalChatSettings = JSON.stringify(settingsOf(options));
  const script = document.createElement('script');
  script.type = 'module';
  // The page's policy holds in the window, too.
  script.nonce = globalThis.document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';
  script.src = trustedAddress(opened);
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  if (!opened.globalChatHost) throw new TypeError('The chat did not start in its window.');
}

/** The window shows what the page showed, in the way a tab does on its next page. */
function keepPlace(opened: ChatWindow, { chat, shown }: PopOut): void {
  try {
    opened.sessionStorage.setItem(tabKey(chat), JSON.stringify({ open: true, page: pageOf(), shown }));
  } catch {
    // No storage: it begins as a new page does.
  }
}

function dress(document: Document, { chat, context }: PopOut): void {
  const { host, localizer } = context;
  const { documentElement: root } = document;
  const look = getComputedStyle(host);
  document.title = chat.get().config?.teamName || localizer.t('chat');
  root.lang = localizer.locale;
  root.dir = localizer.dir;
  root.style.colorScheme = look.colorScheme;
  root.style.fontFamily = look.fontFamily;
  // The page's own tokens, where the browser lists them.
  for (const [name] of host.computedStyleMap?.() ?? [])
    if (name.startsWith('--gc-')) root.style.setProperty(name, look.getPropertyValue(name));
}

function settingsOf({ chat, context }: PopOut): WindowSettings {
  const { debug, supabaseKey, supabaseUrl, texts, theme, transport, visitor } = context.host;
  const { locale } = context.localizer;
  return {
    ...{ debug, locale, supabaseKey, supabaseUrl, texts, theme, visitor, widgetId: chat.widgetId },
    transport: transport as WindowSettings['transport'],
  };
}

/** The policy `globalchat` of the window lets through this address and nothing else. */
function trustedAddress({ trustedTypes }: ChatWindow): string {
  const policy = trustedTypes?.createPolicy('globalchat', {
    createScriptURL(wanted) {
      if (wanted === MODULE_ADDRESS) return wanted;
      throw new TypeError('This is no address of the chat.');
    },
  });
  return policy?.createScriptURL(MODULE_ADDRESS) ?? MODULE_ADDRESS;
}
