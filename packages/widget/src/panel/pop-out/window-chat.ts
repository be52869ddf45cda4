// The chat in its window. The window loads this module once more, for itself: everything of the chat in it is its own, so that
// it lives on when the page that opened it is left. In a page this module does nothing.

import type { PanelHost } from '../../element/panel-contract.ts';
import type { GlobalChatOptions } from '../../options.ts';
import { mount } from '../panel.ts';

/** Those that are the same in another window. */
export type WindowSettings = Pick<
  GlobalChatOptions,
  'debug' | 'locale' | 'supabaseKey' | 'supabaseUrl' | 'texts' | 'theme' | 'visitor' | 'widgetId'
> & { readonly transport: 'broadcast' | 'postgres_changes' | null };

export type ChatWindow = Window & {
  /** JSON of the settings, until the chat started. */
  globalChatSettings?: string;
  /** The chat, once it started. */
  globalChatHost?: HTMLElement;
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { readonly createScriptURL: (address: string) => string },
    ): { createScriptURL(address: string): string };
  };
};

export const MODULE_ADDRESS = import.meta.url;

const WINDOW_STYLES = 'html,body{block-size:100%;margin:0;overflow:hidden}';
/** In the place of the launcher's, which is before the panel's own. */
const PANEL_STYLES =
  '.launcher{display:none}.panel.inline{border-radius:0!important;box-shadow:none!important;min-block-size:0!important}';

function sheetOf(rules: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}

/**
 * What the panel stands in, in a window of its own; nothing that a page could use.
 * @internal
 */
class WindowHost extends HTMLElement {}

function start(settings: WindowSettings): HTMLElement {
  // The panel works with the element's shadow root and states; the launcher and the verbs belong to pages.
  customElements.define('global-chat', WindowHost);
  const host = document.createElement('global-chat');
  const root = host.attachShadow({ mode: 'open' });
  const launcher = document.createElement('button');
  launcher.className = 'launcher';
  launcher.hidden = true;
  root.append(launcher);
  root.adoptedStyleSheets = [sheetOf('')];
  document.adoptedStyleSheets = [sheetOf(WINDOW_STYLES)];
  Object.assign(host, settings, { placement: 'inline', q: [] });
  host.setAttribute('open', '');
  document.body.append(host);
  mount(host as unknown as PanelHost);
  root.adoptedStyleSheets[0]?.replaceSync(PANEL_STYLES);
  // Loaded again the window would be empty.
  addEventListener('pagehide', () => close());
  return host;
}

const chatWindow = globalThis as unknown as ChatWindow;
if (chatWindow.globalChatSettings) {
  const settings = JSON.parse(chatWindow.globalChatSettings) as WindowSettings;
  delete chatWindow.globalChatSettings;
  chatWindow.globalChatHost = start(settings);
}
