// The window that the chat may move into. It is opened in the click itself, since a browser blocks what comes later; what
// goes into it is loaded then. docs/decisions/0014 says why it is made like this.

import type { PanelHost } from '../../element/panel-contract.ts';
import { SMALL_SCREEN } from '../frame/panel-frame.ts';
import type { PopOut } from './fill-window.ts';

/** True in the build of the script tag, whose modules are files of their own; a bundler may mix them with the page's. */
declare const __OWN_MODULES__: boolean | undefined;

/** Pixels: as large as the panel. */
const WINDOW_SIZE = 'width=380,height=640';

/** On a device with windows, and where nothing of the page is needed that ends with it. */
export function canPopOut({ client, environment, placement, transport }: PanelHost): boolean {
  return (
    typeof __OWN_MODULES__ !== 'undefined' &&
    !client &&
    !environment &&
    typeof (transport ?? '') === 'string' &&
    placement !== 'inline' &&
    !matchMedia(`(pointer: coarse),${SMALL_SCREEN}`).matches
  );
}

/** Rejects when there is no window, or the chat could not be loaded in it. */
export async function popOut(options: PopOut): Promise<void> {
  // One window per widget: a page of this tab that was left may have opened it.
  const opened = open('', `globalchat:${options.chat.widgetId}`, `popup,${WINDOW_SIZE}`);
  if (!opened) throw new TypeError('The browser opened no window.');
  const { fillWindow } = await import('./fill-window.ts');
  await fillWindow(opened, options);
}
