// The panel of a widget that cannot work: a setting is missing, wrong or must not be in a page. The page is unharmed,
// the launcher is inert, and one line on the console says why.

import { GlobalChatError } from '@globalchat/core';
import type { Panel, PanelHost } from '../../element/panel-contract.ts';
import { createErrorReporter } from '../events/error-reporter.ts';
import { createLauncherView } from '../launcher/launcher-view.ts';

export function createInertPanel(host: PanelHost, error: GlobalChatError): Panel {
  const launcher = createLauncherView(host, () => undefined);
  launcher.disable();
  createErrorReporter(host).report(error);
  const shut = (): void => host.removeAttribute('open');
  shut();
  return {
    state: 'closed',
    unreadCount: 0,
    session: null,
    refresh: shut,
    send: () => Promise.reject(new GlobalChatError(error.code, error.message, { cause: error })),
    reset: () => Promise.resolve(),
    destroy: () => launcher.remove(),
  };
}
