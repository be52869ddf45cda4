// The launcher while the panel's code is here: its names, its badge and the element's custom states. The element writes
// the launcher's label and with it all of its content, so the badge stands beside the button.

import type { VisitorChatState } from '@globalchat/core';
import type { PanelHost } from '../../element/panel-contract.ts';
import type { Localization } from '../i18n/localization.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { AdoptStyles } from '../shell/lazy-view.ts';

export interface LauncherView {
  readonly button: HTMLButtonElement;
  show(open: boolean, state: VisitorChatState, localization: Localization): void;
  /** Nothing can be opened: the settings are wrong. */
  disable(): void;
  remove(): void;
}

const internals = new WeakMap<PanelHost, ElementInternals>();

/** An element gives out its internals once, and may lose and get its panel again. */
function statesOf(host: PanelHost): CustomStateSet {
  const known = internals.get(host) ?? host.attachInternals();
  internals.set(host, known);
  return known.states;
}

/** @param adoptStyles Of the panel, which shows the launcher again when its icon is there. */
export function createLauncherView(host: PanelHost, adoptStyles: AdoptStyles): LauncherView {
  const button = host.shadowRoot.firstElementChild as HTMLButtonElement;
  const states = statesOf(host);
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.part.add('badge');
  badge.ariaHidden = 'true';
  badge.hidden = true;
  button.after(badge);

  // The element's own mark, which needs no code.
  let shownIcon = 'chat';
  let removeIcon: (() => void) | undefined;

  const icons = createLazyView(() => import('./launcher-icon.ts'), adoptStyles);

  const showIcon = (icon: string): void => {
    if (icon === shownIcon) return;
    const drawing = icon === 'chat' ? null : icons.get();
    if (drawing === undefined) return;
    shownIcon = icon;
    removeIcon?.();
    removeIcon = drawing?.drawLauncherIcon(button, icon);
  };

  const set = (name: string, on: boolean): void => void (on ? states.add(name) : states.delete(name));

  return {
    button,
    show(open, { config, connection, unread }, { current: localizer, launcherLabel }) {
      showIcon(config?.launcherIcon ?? 'chat');
      const scheme = getComputedStyle(host).colorScheme;
      set('open', open);
      set('unread', unread > 0);
      set('offline', connection === 'offline');
      set(
        'dark',
        scheme === 'dark' || (scheme.includes('dark') && matchMedia('(prefers-color-scheme: dark)').matches),
      );
      badge.textContent = unread > 99 ? '99+' : localizer.number(unread);
      badge.hidden = unread === 0 || button.hidden || open;
      button.ariaExpanded = String(open);
      // The element knows the words of its first answer only.
      if (config) {
        const text = launcherLabel || (config.shape === 'pill' ? localizer.t('chat') : '');
        if (button.textContent !== text) button.textContent = text;
      }
      // A visible label is part of the name, so that it can be spoken to.
      button.ariaLabel = [localizer.t(open ? 'closeChat' : 'openChat'), button.textContent]
        .filter(Boolean)
        .join(', ');
      button.ariaDescription = unread > 0 ? localizer.t('unread', { n: unread }) : null;
      button.ariaDisabled = null;
    },
    disable() {
      set('offline', true);
      button.ariaDisabled = 'true';
    },
    remove() {
      showIcon('chat');
      badge.remove();
      states.clear();
      button.ariaDisabled = button.ariaDescription = null;
      button.ariaExpanded = 'false';
    },
  };
}
