// <gc-notifications>: makes an agent notice who writes while the page is not looked at. Here are the switches and what
// was chosen; what notices is session-notifier.ts.
import { ContextConsumer } from '@lit/context';
import { html } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { iconBell } from '@globalchat/ui';
import type { ModuleSource } from '@globalchat/ui';
import type { Inbox } from '@globalchat/core';
import { GcElement } from '../base/gc-element.ts';
import { LazyView } from '../base/lazy-view.ts';
import { MenuController } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { AgentObserver } from '../connection/agent-observer.ts';
import type { AgentKey } from '../connection/agent-observer.ts';
import { inboxContext } from '../contexts.ts';
import { GcSelectEvent } from '../events/session-intents.ts';
import { askForDesktop, desktopPermission } from './desktop-permission.ts';
import { notificationsStyles } from './gc-notifications.styles.ts';
import { isChoice, readChoice, writeChoice } from './notification-choice.ts';
import type { Choice } from './notification-choice.ts';
import type * as notifierModule from './session-notifier.ts';

const source: ModuleSource<typeof notifierModule> = { load: () => import('./session-notifier.ts') };

/**
 * The button "Notifications" with the switches "Sound" and "Desktop notifications". When a visitor writes while nobody
 * looks at the page: a count in the page's title, a short sound, a notification.
 *
 * @fires {GcSelectEvent} gc-select - A notification was clicked.
 * @csspart button - The button.
 * @csspart menu - The switches.
 */
export class GcNotifications extends GcElement {
  static override styles: CSSResultGroup[] = [...GcElement.styles, ...popupStyles, notificationsStyles];

  static override properties: PropertyDeclarations = {
    scope: {},
    sound: { type: Boolean },
    choice: { state: true },
    refused: { state: true },
  };

  /** Conversations that are assigned to me or to nobody, or all of them. */
  declare scope: 'mine' | 'all';
  /** Sounds until the agent turned it off. */
  declare sound: boolean;

  declare private choice: Choice;
  /** The agent wanted notifications, and the browser does not let them through. */
  declare private refused: boolean;

  readonly #menu = new MenuController(this);
  readonly #lazy = new LazyView(this, source);
  readonly #agents = new AgentObserver((agent) => this.#onAgent(agent));
  #inbox: Inbox | null = null;
  /** Whose choice it is. */
  #agent: AgentKey | null = null;
  #notifier: notifierModule.SessionNotifier | null = null;
  #life = new AbortController();

  constructor() {
    super();
    this.scope = 'mine';
    this.sound = false;
    this.choice = {};
    this.refused = false;
    new ContextConsumer(this, {
      context: inboxContext,
      subscribe: true,
      callback: (inbox) => this.#follow(inbox),
    });
  }

  override connectedCallback(): void {
    this.#life = new AbortController();
    this.#read();
    window.addEventListener('storage', this.#onStorage, { signal: this.#life.signal });
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#life.abort();
    this.#follow(null);
  }

  protected override render(): TemplateResult {
    const { t } = this;
    const permission = desktopPermission();
    return html`${this.#menu.render({
        label: t('notifications'),
        face: iconBell(),
        buttonClass: 'icon-btn',
        items: [
          { id: 'sound', label: t('sound'), checked: this.#sounds, toggles: true },
          ...(permission === 'unavailable'
            ? []
            : [
                {
                  id: 'desktop',
                  label: t('desktopNotifications'),
                  checked: this.#notifies,
                  toggles: true,
                  ...(permission === 'denied' && { hint: t('notificationsBlocked') }),
                },
              ]),
        ],
        onChoose: (id) => void (id === 'sound' ? this.#choose({ sound: !this.#sounds }) : this.#onDesktop()),
      })}<span class="vh" role="status">${this.refused ? t('notificationsBlocked') : ''}</span>`;
  }

  protected override updated(): void {
    this.#begin();
  }

  get #sounds(): boolean {
    return this.choice.sound ?? this.sound;
  }

  get #notifies(): boolean {
    return this.choice.desktop === true && desktopPermission() === 'granted';
  }

  #follow(inbox: Inbox | null): void {
    if (inbox === this.#inbox) return;
    this.#notifier?.stop();
    this.#notifier = null;
    this.#inbox = inbox;
    this.#agents.follow(inbox);
  }

  #onAgent(agent: AgentKey | null): void {
    this.#agent = agent;
    this.#read();
  }

  #read(): void {
    this.choice = this.#agent === null ? {} : readChoice(this.#agent);
  }

  /** As soon as there is an inbox, and what watches it. */
  #begin(): void {
    if (this.#inbox === null || this.#notifier !== null) return;
    const module = this.#lazy.get();
    if (module === undefined) return;
    this.#notifier = new module.SessionNotifier(this.#inbox, () => ({
      scope: this.scope,
      sounds: this.#sounds,
      notifies: this.#notifies,
      localizer: this.localizer,
      onSelect: (sessionId) => this.tell(new GcSelectEvent(sessionId)),
    }));
  }

  #choose(change: Choice): void {
    this.choice = { ...this.choice, ...change };
    if (this.#agent !== null) writeChoice(this.#agent, this.choice);
  }

  async #onDesktop(): Promise<void> {
    this.refused = false;
    if (this.#notifies) return this.#choose({ desktop: false });
    const permission = await askForDesktop();
    this.refused = permission === 'denied';
    this.#choose({ desktop: permission === 'granted' });
  }

  /** Another tab of this browser chose. */
  readonly #onStorage = (event: StorageEvent): void => {
    if (this.#agent !== null && isChoice(event, this.#agent)) this.#read();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-notifications': GcNotifications;
  }
}
