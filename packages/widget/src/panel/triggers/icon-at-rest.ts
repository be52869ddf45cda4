// The owner's icon on the launcher before the panel is there, which draws it again over this one.

import type { RawConfig } from '../../element/launcher.styles.ts';
import type { PanelHost } from '../../element/panel-contract.ts';
import { drawLauncherIcon } from '../launcher/launcher-icon.ts';

export function showIconAtRest(host: PanelHost, config: RawConfig): void {
  const icon = config['launcher_icon'];
  // The element's own mark needs no code.
  if (typeof icon !== 'string' || icon === 'chat' || config['id'] !== host.widgetId) return;
  const launcher = host.shadowRoot.firstElementChild as HTMLElement;
  const erase = drawLauncherIcon(launcher, icon);
  // The element paints its launcher whenever something about it changed, its end included.
  const observer = new MutationObserver(() => {
    if (host.isConnected && config['id'] === host.widgetId) return;
    observer.disconnect();
    erase();
  });
  observer.observe(launcher, { attributes: true });
}
