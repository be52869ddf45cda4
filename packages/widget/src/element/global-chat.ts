// <global-chat>: the launcher, the settings, the verbs. The panel's code is fetched (`#loadPanel`) by the pointer or the focus
// on the launcher, an open or inline chat, and verbs. Stores nothing, opens no socket; every byte is on every customer's pages.

import type { IdentityProof, Session, VisitorDetails } from '@globalchat/core';
import type { GlobalChatEventName, GlobalChatListener } from '../events.ts';
import type { GlobalChatOptions, GlobalChatSettings } from '../options.ts';
import { Base } from './base.ts';
import { launcherStyles } from './launcher.styles.ts';
import type { RawConfig } from './launcher.styles.ts';
import type { LoadPart, PageCalls, Panel, PanelModule, PlainValues } from './panel-contract.ts';
import { IDENTITY_SETTINGS, SETTING_ATTRIBUTES, SETTING_NAMES } from './setting-names.ts';
import { UNSAFE_SETTINGS } from './unsafe-settings.ts';

/**
 * The chat of one widget: a round button that opens a panel, or the panel itself in the flow of the page.
 *
 * @attr {boolean} open - Whether the chat shows; to set and to read.
 * @attr {string} supabase-url - The project's address.
 * @attr {string} supabase-key - Publishable or anon key.
 * @attr {string} widget-id - Id of the row in `global_widget_config`.
 * @attr {string} locale - BCP 47.
 * @attr {"auto" | "light" | "dark"} theme
 * @attr {"inline"} placement
 * @attr {"none"} launcher
 * @attr {string} consent - Nothing shows and nothing is requested until it is `granted`.
 * @fires {GcIdentifyEvent} gc-identify - It was said or proved who the visitor is.
 * @fires {GcAttributesEvent} gc-attributes - The page told more about the visitor.
 * @fires {GcConsentEvent} gc-consent - The visitor agreed to what the owner asks.
 * @fires {GcLocaleEvent} gc-locale - The chat speaks another language.
 * @fires {GcAttachmentAddEvent} gc-attachment-add - A file was chosen for the next message.
 * @fires {GcAttachmentRemoveEvent} gc-attachment-remove - The visitor took it back.
 * @fires {GcAttachmentProgressEvent} gc-attachment-progress - It is on its way.
 * @fires {GcAttachmentErrorEvent} gc-attachment-error - It was not taken.
 * @fires {GcReadyEvent} gc-ready - The launcher is on the page and every verb works.
 * @fires {GcOpenEvent} gc-open
 * @fires {GcCloseEvent} gc-close
 * @fires {GcBeforeSendEvent} gc-before-send - Cancelable: the text then stays in the composer.
 * @fires {GcSendEvent} gc-send - A message is held in the outbox.
 * @fires {GcMessageEvent} gc-message - A message of the team arrived.
 * @fires {GcUnreadEvent} gc-unread
 * @fires {GcTypingEvent} gc-typing
 * @fires {GcSessionEvent} gc-session - The shown conversation was created, or its status changed.
 * @fires {GcStatusEvent} gc-status - The connection changed.
 * @fires {GcRateEvent} gc-rate
 * @fires {GcTriggerEvent} gc-trigger - Cancelable: the message beside the launcher then does not show.
 * @fires {GcErrorEvent} gc-error - A coded failure, once per code.
 * @fires {GcResetEvent} gc-reset
 * @csspart launcher - The round button.
 * @csspart teaser - A message beside the launcher.
 * @csspart badge - The number of unread messages on it.
 * @csspart panel - The opened chat.
 * @csspart header - The top of a screen.
 * @csspart home - The top of the home screen.
 * @csspart start - The button that starts a conversation.
 * @csspart conversation - One conversation in the list.
 * @csspart back - The way back to the home screen.
 * @csspart close
 * @csspart strip - A line that says what the chat cannot do now.
 * @csspart notice - When the team is back.
 * @csspart transcript
 * @csspart message - A bubble; with it `message-visitor`, `message-agent` or `message-system`.
 * @csspart new-messages - The pill over the transcript.
 * @csspart composer
 * @csspart textbox
 * @csspart send
 * @csspart rating
 * @csspart pre-chat - The questions before the first message.
 * @slot gc-captcha - The check that somebody is human; the widget puts it there and takes it away.
 * @cssstate open
 * @cssstate unread
 * @cssstate offline
 * @cssstate dark
 */
export class GlobalChatElement extends Base implements GlobalChatOptions {
  static readonly observedAttributes = ['open', ...SETTING_ATTRIBUTES];
  declare static part: LoadPart; // Fetches one; set by whoever registers the element.
  declare locale: string | null;
  declare theme: string | null;
  declare placement: string | null;
  declare launcher: string | null;
  declare consent: string | null;
  declare supabaseUrl: string | null;
  declare supabaseKey: string | null;
  declare widgetId: string | null;
  declare client: unknown;
  declare transport: GlobalChatOptions['transport'];
  declare environment: GlobalChatOptions['environment'];
  declare visitor: VisitorDetails | null;
  declare texts: GlobalChatOptions['texts'];
  declare draft: string | null;
  declare debug: boolean | null;
  declare o: boolean | undefined; // This and the next: see panel-contract.ts.
  declare managed: number | undefined; // How often what the script tag makes returns to the page; 0 once destroyed.
  q: PageCalls = [];
  #sheet = new CSSStyleSheet();
  #launcher = document.createElement('button');
  #settings: Record<string, unknown> = {};
  #config: RawConfig | null | undefined; // Of this stay on the page; empty until it is told.
  #loading: Promise<Panel | undefined> | null | undefined;
  #panel: Panel | null | undefined;

  constructor() {
    super();
    const launcher = this.#launcher;
    launcher.className = launcher.part = 'launcher';
    launcher.onpointerenter = launcher.onfocus = this.#loadPanel;
    launcher.onclick = () => this.toggle();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [this.#sheet];
    root.append(launcher);
    for (const name of SETTING_NAMES) {
      const value: unknown = this[name]; // What a page set before the class was known.
      Object.defineProperty(this, name, {
        get: () => this.#settings[name] ?? null,
        set: (value: unknown) => this.#set(name, value),
      });
      if (value) this.#set(name, value);
    }
  }

  get state(): 'open' | 'closed' {
    return this.#panel?.state ?? 'closed';
  }
  /** Messages of the team that were not seen, over all conversations. */
  get unreadCount(): number {
    return this.#panel?.unreadCount ?? 0;
  }
  /** The shown conversation, once it has a row. */
  get session(): Session | null {
    return this.#panel?.session ?? null;
  }
  /** Sends a message for the visitor; resolves to its id once it is held in the outbox, to nothing without a chat. */
  async send(content: string): Promise<string | undefined> {
    await (0 as unknown); // What was set in this task counts, and what is set after this in it.
    await (0 as unknown);
    return (await this.#loadPanel())?.send(content);
  }
  /** Logout: forgets the visitor, the drafts and the outbox on this device. */
  async reset(): Promise<void> {
    await (0 as unknown);
    return (await this.#loadPanel())?.reset();
  }
  attributeChangedCallback(attribute: string, _before: string | null, value: string | null): void {
    this.#set(SETTING_NAMES[SETTING_ATTRIBUTES.indexOf(attribute)] as string, value);
  }
  connectedCallback(): void {
    void this.#settle();
  }
  disconnectedCallback(): void {
    void this.#settle();
  }
  open(): void {
    this.toggle(true);
  }
  close(): void {
    this.toggle(false);
  }
  toggle(open?: boolean): void {
    this.o = this.toggleAttribute('open', open);
  }

  /** Changes some settings; what is left out stays as it is. */
  update(settings: GlobalChatSettings): void {
    for (const name of SETTING_NAMES) {
      if (name in { ...settings }) this.#set(name, settings[name]);
    }
    this.#stayOnPage();
  }

  /** Says who the visitor is: by a token that your backend signed, a function that has one, or details, which prove nothing. */
  identify(visitor: VisitorDetails | IdentityProof): void {
    this.q.push([visitor]);
  }
  /** Tells the team more about the visitor, name by name; null takes one away. */
  setAttributes(attributes: PlainValues): void {
    this.q.push([0, attributes]);
  }
  /** Tells the team what the visitor did; the newest twenty count. */
  track(name: string, properties?: PlainValues): void {
    this.q.push([name, properties, new Date()]);
  }
  /** Listens to `gc-NAME`. */
  on<Name extends GlobalChatEventName>(
    name: Name,
    listener: GlobalChatListener<Name>,
    options?: AddEventListenerOptions,
  ): void {
    this.q.push(name);
    this.addEventListener('gc-' + name, listener as EventListener, options);
  }
  once<Name extends GlobalChatEventName>(name: Name, listener: GlobalChatListener<Name>): void {
    this.on(name, listener, { once: true });
  }
  off<Name extends GlobalChatEventName>(name: Name, listener: GlobalChatListener<Name>): void {
    this.removeEventListener('gc-' + name, listener as EventListener);
  }
  show(): void {
    this.hidden = false;
  }

  /** Closes the chat and takes the launcher off the page until `show`. */
  hide(): void {
    this.close();
    this.hidden = true;
  }
  setLocale(locale: string): void {
    this.locale = locale;
  }
  setTheme(theme: string): void {
    this.theme = theme;
  }
  /** Puts text into the composer, for the visitor to read and send, unless something is typed there already. */
  prefill(draft: string): void {
    this.draft = draft;
  }
  /** A click somewhere on the page: the first widget that hears of it takes it. */
  handleEvent(event: Event): void {
    if (event.defaultPrevented || !(event.target as Element).closest('[data-globalchat-open]')) return;
    event.preventDefault();
    this.open();
  }
  /** Takes the widget off the page; every listener, timer and socket goes with it. */
  destroy(): void {
    this.managed = 0;
    this.remove();
  }
  #set(name: string, value: unknown): void {
    if (this.#settings[name] === value) return;
    this.#settings[name] = value;
    if (IDENTITY_SETTINGS.includes(name)) this.#end();
    void this.#settle();
  }
  async #settle(): Promise<void> {
    // After the task: a move is no end, and a page may add the element before it sets everything.
    await (0 as unknown);
    this.#stayOnPage();
    if (!this.isConnected || (this.consent ?? 'granted') !== 'granted') this.#end();
    else if (!this.#config) void this.#start();
    this.#paint();
  }
  /** The page swapped its body and may have copied us; or it has none yet, and the launcher comes first. */
  #stayOnPage(): void {
    // It has an end where a page takes it away each time.
    if (this.isConnected || !(this.managed!-- > 0)) return;
    document.querySelector('global-chat:not([widget-id])')?.remove();
    ((document.body as HTMLElement | null) ?? (document.lastChild as HTMLElement)).append(this);
  }
  #end(): void {
    document.removeEventListener('click', this);
    this.#panel?.destroy();
    this.#config = this.#panel = this.#loading = null;
  }
  async #start(): Promise<unknown> {
    const config: RawConfig = (this.#config = {});
    document.addEventListener('click', this);
    this.dispatchEvent(new Event('gc-ready', { bubbles: true, composed: true }));
    const { supabaseUrl, supabaseKey } = (this.client ?? this) as GlobalChatOptions;
    const address = `${supabaseUrl}/rest/v1/rpc/global_chat_widget_config?widget_id=${this.widgetId}&locale=${this.locale ?? document.documentElement.lang}`;
    // The one request before the visitor acts; the panel says what is wrong. Who wrote before, or has it open, gets it at once.
    try {
      if (!UNSAFE_SETTINGS.test(supabaseKey + address)) {
        const answer = (await (
          await fetch(address, { headers: { apikey: supabaseKey! } })
        ).json()) as RawConfig;
        Object.assign(config, answer.launcher);
        this.#paint();
        if (
          !sessionStorage[`globalchat:${this.widgetId}:trace`] &&
          !localStorage[`globalchat:${this.widgetId}:trace`] &&
          answer.launcher
        )
          return answer.triggers && (await GlobalChatElement.part('triggers')).mount(this as never, answer);
      }
    } catch {
      // No network, no answer of ours, or no storage to look into.
    }
    if (config === this.#config) void this.#loadPanel();
  }
  #paint(): void {
    const config = this.#config ?? {};
    const inline = this.placement === 'inline';
    if (inline || this.hasAttribute('open')) void this.#loadPanel();
    this.#launcher.textContent = config.text as string | null;
    this.#launcher.hidden = inline || this.launcher === 'none' || !this.#config;
    this.#launcher.ariaLabel = (config.name as string | null) ?? 'Open chat';
    if (!inline) this.#sheet.replaceSync(launcherStyles(config));
    this.#panel?.refresh();
  }
  #loadPanel = (): Promise<Panel | undefined> | null | undefined => {
    const config = this.#config;
    const mount = (module: PanelModule): Panel | undefined =>
      (config === this.#config && (this.#panel = module.mount(this as never))) as Panel;
    const giveUp = (cause: unknown): undefined => {
      this.close();
      this.#loading = null;
      console.warn('[Global Chat] network', cause);
    };
    return config && (this.#loading ??= GlobalChatElement.part('panel').then(mount, giveUp));
  };
}
