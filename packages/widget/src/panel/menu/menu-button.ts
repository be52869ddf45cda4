// The button "More options" in every header; its menu is loaded when somebody reaches for it.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Conversation, VisitorChat } from '@globalchat/core';
import { iconMore } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type { PreferenceStore } from '../settings/preferences.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { AdoptStyles } from '../shell/lazy-view.ts';
import type { PanelContext, ResettablePanel } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';

export interface MenuOptions {
  readonly chat: VisitorChat;
  readonly panel: ResettablePanel;
  readonly adoptStyles: AdoptStyles;
  readonly preferences: PreferenceStore;
  readonly signal: AbortSignal;
  /** The desktop tells of answers from now on, if the visitor wants it to. */
  readonly watchAnswers: () => Promise<unknown>;
}

/** Between the button and its menu. */
export interface MenuState {
  isOpen: boolean;
}

export function createMenuButton(options: MenuOptions) {
  const state: MenuState = { isOpen: false };
  /** Somebody reached for it. */
  let isWanted = false;
  const menu = createLazyView(
    async () => (await import('./menu.ts')).createMenu(options, state),
    options.adoptStyles,
  );
  const fetch = (): void => {
    isWanted = true;
    menu.get();
  };

  const button = (view: ViewHost, { localizer }: PanelContext): TemplateResult => {
    const label = withScreenTexts(localizer).t('moreOptions');
    const set = (isOpen: boolean): void => {
      state.isOpen = isOpen;
      fetch();
      view.requestUpdate();
    };
    const onKeydown = (event: KeyboardEvent): void => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      set(true);
    };
    return html`<button
      type="button"
      class="icon-btn"
      part="more"
      aria-label=${label}
      title=${label}
      aria-haspopup="menu"
      aria-expanded=${state.isOpen ? 'true' : 'false'}
      @pointerenter=${fetch}
      @focus=${fetch}
      @click=${() => set(!state.isOpen)}
      @keydown=${onKeydown}
    >
      ${iconMore()}
    </button>`;
  };

  /** The button, and what it opened. */
  return (view: ViewHost, context: PanelContext, conversation?: Conversation): unknown => {
    const { chat, state: chatState } = context;
    // Else there is nothing to mute, to keep or to erase yet.
    const isUseful = chatState.config?.features.sounds === true || chat.hasIdentity();
    return [
      isUseful ? button(view, context) : nothing,
      isWanted ? menu.get()?.render(view, context, conversation) : nothing,
    ];
  };
}
