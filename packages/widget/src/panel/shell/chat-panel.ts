// The panel of one <global-chat>: puts core, views, launcher and events together, and takes all of it away again. What
// happens when a setting, the chat or the shown conversation changes is decided here; how it looks, in the views.

import { nothing, type CSSResultGroup } from 'lit';
import type { Session, VisitorChat } from '@globalchat/core';
import { avatarStyles, composerStyles, essentials, essentialTokens } from '@globalchat/ui';
import type { Panel, PanelHost } from '../../element/panel-contract.ts';
import { GcCloseEvent, GcOpenEvent, GcResetEvent } from '../../events.ts';
import { ConversationView } from '../conversation/conversation-view.ts';
import { submitMessage } from '../conversation/submit-message.ts';
import { createErrorReporter } from '../events/error-reporter.ts';
import type { ErrorReporter } from '../events/error-reporter.ts';
import { createEventRelay } from '../events/event-relay.ts';
import type { EventRelay } from '../events/event-relay.ts';
import { takeWaitingCalls } from '../events/waiting-calls.ts';
import { createPanelFrame } from '../frame/panel-frame.ts';
import type { PanelFrame } from '../frame/panel-frame.ts';
import { panelStyles } from '../frame/panel.styles.ts';
import { createStyleSheets } from '../frame/style-sheets.ts';
import type { StyleSheets } from '../frame/style-sheets.ts';
import { createViewHost } from '../frame/view-host.ts';
import type { ViewHostControl } from '../frame/view-host.ts';
import type * as HomeScreenModule from '../home/home-screen.ts';
import { createLocalization } from '../i18n/localization.ts';
import type { Localization } from '../i18n/localization.ts';
import { createLauncherView } from '../launcher/launcher-view.ts';
import type { LauncherView } from '../launcher/launcher-view.ts';
import type * as OwnerColorsModule from '../theming/owner-colors.ts';
import { themeRules } from '../theming/theme-rules.ts';
import type { LazyModule } from '@globalchat/ui';
import { createLazyView } from './lazy-view.ts';
import type { AdoptStyles } from './lazy-view.ts';
import { createNavigation } from './navigation.ts';
import type { Navigation } from './navigation.ts';
import type { LazyFeatures, PanelActions } from './panel-context.ts';

const SHARED_STYLES = [essentialTokens, essentials, avatarStyles, composerStyles, panelStyles];

export class ChatPanel implements Panel {
  readonly #host: PanelHost;
  readonly #chat: VisitorChat;
  readonly #lifetime = new AbortController();
  readonly #sheets: StyleSheets;
  readonly #launcher: LauncherView;
  readonly #errorReporter: ErrorReporter;
  readonly #relay: EventRelay;
  readonly #localization: Localization;
  readonly #navigation: Navigation;
  readonly #ownerColors: LazyModule<typeof OwnerColorsModule>;
  readonly #home: LazyModule<typeof HomeScreenModule>;
  readonly #lazyFeatures: LazyModule<LazyFeatures>;
  readonly #unsubscribe: () => void;
  readonly #pageColorScheme: string; // Read before our own theme is written.
  #frame: PanelFrame | null = null;
  #viewHost: ViewHostControl | null = null;
  #view: ConversationView | null = null;
  #placement: string | null = null;
  #draft: string | null = null;
  wasReset = false;
  #resetting = false; // Nothing may be looked at while it is being forgotten.
  #wantsFocus = false; // The focus waits for something to be rendered that can take it.

  constructor(host: PanelHost, chat: VisitorChat) {
    const { signal } = this.#lifetime;
    this.#host = host;
    this.#chat = chat;
    this.#pageColorScheme = getComputedStyle(host).colorScheme;
    this.#sheets = createStyleSheets(host.shadowRoot, SHARED_STYLES);
    this.#launcher = createLauncherView(host, this.#adoptStyles);
    this.#errorReporter = createErrorReporter(host);
    this.#relay = createEventRelay(host, this.#errorReporter);
    this.#localization = createLocalization(host, this.#adoptStyles);
    this.#ownerColors = createLazyView(() => import('../theming/owner-colors.ts'), this.#adoptStyles);
    this.#home = createLazyView(() => import('../home/home-screen.ts'), this.#adoptStyles);
    this.#lazyFeatures = createLazyView(
      async () =>
        (await import('./lazy-features.ts')).createLazyFeatures(
          { host, chat, navigation: this.#navigation, signal },
          this,
          this.#adoptStyles,
        ),
      this.#adoptStyles,
    );
    this.#navigation = createNavigation({
      chat,
      onChange: this.#update,
      // Of what is being forgotten the page is not told.
      onConversation: (...change) => this.#resetting || this.#relay.conversationChanged(...change),
    });
    this.#unsubscribe = chat.subscribe(() => {
      this.#relay.chatChanged(chat.get());
      this.refresh();
    });
    for (const change of ['online', 'offline']) addEventListener(change, this.refresh, { signal });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', this.refresh, { signal });
    this.refresh();
    this.#load();
  }
  get state(): 'open' | 'closed' {
    return this.#frame?.isOpen ? 'open' : 'closed';
  }
  get unreadCount(): number {
    return this.#chat.get().unread;
  }
  get session(): Session | null {
    return this.#navigation.conversation?.get().session ?? null;
  }

  readonly refresh = (): void => {
    // Words may arrive when the panel is gone.
    if (this.#lifetime.signal.aborted) return;
    const host = this.#host;
    const state = this.#chat.get();
    const { config } = state;
    if (config?.allowed === false) return this.#refuseOrigin();
    this.#localization.refresh(config);
    const localizer = this.#localization.current;
    this.#sheets.setTheme(
      themeRules(config, {
        theme: host.theme,
        inherited: this.#pageColorScheme,
        inline: host.placement === 'inline',
        ownerTokens: this.#ownerColors.get()?.ownerTokens,
      }),
    );
    const frame = this.#ensureFrame();
    const open = host.placement === 'inline' || host.hasAttribute('open');
    const changed = open !== frame.isOpen;
    frame.element.classList.toggle('at-start', config?.position === 'bottom-start');
    frame.content.dir = localizer.dir;
    frame.content.lang = localizer.locale;
    frame.element.ariaLabel = localizer.t('chat');
    // Reading begins when it shows, and ends before it is gone.
    if (open && !this.#resetting) this.#navigation.setVisible(true);
    frame.setOpen(open);
    if (!open) this.#navigation.setVisible(false);
    this.#launcher.show(open, state, this.#localization);
    if (host.visitor) this.#chat.setVisitor(host.visitor);
    this.#update();
    if (changed) this.#chat.follow(open);
    if (changed) host.dispatchEvent(open ? new GcOpenEvent() : new GcCloseEvent());
  };

  async send(content: string): Promise<string | undefined> {
    const message = { host: this.#host, chat: this.#chat, panel: this, signal: this.#lifetime.signal };
    // Who the page said that the visitor is goes with it.
    await takeWaitingCalls(message);
    const conversation = this.#navigation.conversation ?? this.#navigation.showConversation();
    return (await submitMessage(message, conversation, content)) ?? undefined;
  }

  /** @param erase Comes first; when it fails everything stays as it is. */
  async reset(erase?: () => Promise<void>): Promise<void> {
    this.#resetting = true;
    try {
      await erase?.();
      this.wasReset = true;
      this.#host.visitor = this.#host.answeredTrigger = null;
      this.#navigation.reset();
      await this.#chat.reset();
    } finally {
      this.#resetting = false;
    }
    this.refresh();
    this.#host.dispatchEvent(new GcResetEvent());
  }

  destroy(): void {
    this.#lifetime.abort();
    this.#unsubscribe();
    this.#navigation.stop();
    this.#chat.destroy();
    this.#removeFrame();
    this.#launcher.remove();
    this.#sheets.remove();
  }

  /** Each failure is in the chat's state, from where it is told. */
  #load(): void {
    this.#chat.loadConfig().catch((cause: unknown) => void cause);
    this.#navigation.restore();
  }

  /** Another placement is another kind of element. */
  #ensureFrame(): PanelFrame {
    const { placement } = this.#host;
    if (this.#frame && (placement === 'inline') === (this.#placement === 'inline')) return this.#frame;
    this.#removeFrame();
    this.#placement = placement;
    const frame = createPanelFrame({
      host: this.#host,
      launcher: this.#launcher.button,
      onDismiss: this.#actions.close,
      focusInside: this.#focusInside,
    });
    this.#frame = frame;
    this.#viewHost = createViewHost(frame.content, this.#render, this.#onUpdated);
    return frame;
  }

  #removeFrame(): void {
    this.#view?.leave();
    this.#view = null;
    this.#viewHost?.remove();
    this.#frame?.remove();
    this.#frame = this.#viewHost = null;
  }

  /** This page is not on the owner's list. */
  #refuseOrigin(): void {
    this.#errorReporter.report({
      code: 'origin_not_allowed',
      message: 'allowed_domains does not list this page.',
    });
    this.#launcher.disable();
    this.#host.removeAttribute('open');
    this.#frame?.setOpen(false);
  }

  readonly #render = (): unknown => {
    const { conversation, firstUnreadSeq, screen } = this.#navigation;
    const state = this.#chat.get();
    const context = {
      host: this.#host,
      chat: this.#chat,
      state,
      localizer: this.#localization.current,
      actions: this.#actions,
      // It depends on the config what they are.
      lazyFeatures: state.config && this.#lazyFeatures.get(),
    };
    const host = this.#viewHost?.host;
    if (screen === 'conversation' && conversation && host) {
      if (this.#view?.conversation !== conversation) {
        this.#view?.leave();
        // No node of one conversation is used again for another: not its text box, not its place in the list.
        this.#viewHost?.clear();
        const adoptStyles = this.#adoptStyles;
        this.#view = new ConversationView({ host, conversation, firstUnreadSeq, adoptStyles });
      }
      this.#prefill(this.#view);
      return this.#view.render(context);
    }
    this.#view?.leave();
    this.#view = null;
    // Nothing to see yet, nothing to load; who is new here never sees the home screen first.
    return host && this.#frame?.isOpen && (screen ?? this.#chat.hasIdentity())
      ? (this.#home.get()?.homeScreen(context, host) ?? nothing)
      : nothing;
  };

  /** The page's own text, once per text. */
  #prefill(view: ConversationView): void {
    const { draft } = this.#host;
    if (draft && draft !== this.#draft) view.prefill(draft);
    this.#draft = draft;
  }

  readonly #onUpdated = (): void => {
    if (!this.#wantsFocus || !this.#frame?.isOpen) return;
    const target = this.#frame.element.querySelector<HTMLElement>('.composer textarea, .start, .closed .btn');
    if (!target) return;
    this.#wantsFocus = false;
    target.focus();
  };

  readonly #focusInside = (): void => {
    this.#wantsFocus = true;
    this.#update();
  };

  readonly #update = (): void => this.#viewHost?.host.requestUpdate();

  readonly #adoptStyles: AdoptStyles = Object.assign(
    (styles: CSSResultGroup) => {
      this.#sheets.adopt(styles);
      this.refresh();
    },
    {
      onFailure: (cause: unknown) => this.#errorReporter.report({ code: 'network', message: String(cause) }),
    },
  );

  readonly #actions: PanelActions = {
    close: () => this.#host.removeAttribute('open'),
    showHome: () => {
      this.#navigation.showHome();
      this.#focusInside();
    },
    showConversation: (sessionId) => {
      this.#navigation.showConversation(sessionId);
      this.#focusInside();
    },
    retry: () => {
      this.#load();
      this.#navigation.conversation?.sync().catch((cause: unknown) => void cause);
    },
    update: () => this.#update(),
  };
}
