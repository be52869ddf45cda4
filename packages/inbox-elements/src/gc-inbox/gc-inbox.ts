// <gc-inbox>: the ready-made inbox: which column shows what, where the focus goes, and the keyboard shortcuts.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { avatarStyles, iconChat, iconClose, iconInbox } from '@globalchat/ui';
import { ContextStore } from '../base/context-store.ts';
import { GcElement } from '../base/gc-element.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { accountContext, inboxContext, selectionContext } from '../contexts.ts';
import { GcSignOutEvent } from '../events/account-intents.ts';
import { GcFilterEvent } from '../events/session-intents.ts';
import type { GcReply } from '../gc-reply/gc-reply.ts';
import type { GcSessionList } from '../gc-session-list/gc-session-list.ts';
import type { GcThread } from '../gc-thread/gc-thread.ts';
import { AccountMenu } from './account-menu.ts';
import type { AfterResolve } from './after-resolve.ts';
import { inboxStyles } from './gc-inbox.styles.ts';
import { HelpDialogController } from './help-dialog-controller.ts';
import { LayoutController } from './layout-controller.ts';
import { noAccess } from './no-access.ts';
import { NoticeController } from './notice-controller.ts';
import { ShortcutController } from './shortcut-controller.ts';
import type { Command } from './shortcuts.ts';

/**
 * A complete inbox inside a `<gc-inbox-provider>`: sign-in, list, thread, reply box and visitor, in as many columns as
 * fit.
 *
 * @slot sign-in - Instead of the sign-in form.
 * @slot visitor - Your own data below the visitor's.
 * @slot rail - More buttons in the rail at the side.
 * @csspart rail - The rail.
 * @csspart list - The column of the list.
 * @csspart thread - The column of the conversation.
 * @csspart visitor - The column, or drawer, of the visitor.
 * @csspart notice - The line that says that something failed.
 */
export class GcInbox extends GcElement {
  static override styles: CSSResultGroup[] = [...GcElement.styles, avatarStyles, ...popupStyles, inboxStyles];

  static override properties: PropertyDeclarations = {
    noShortcuts: { type: Boolean, attribute: 'no-shortcuts' },
    afterResolve: { attribute: 'after-resolve' },
    keepUnassigned: { type: Boolean, attribute: 'keep-unassigned' },
    detailsOpen: { state: true },
  };

  /** Turns the single-key shortcuts off; Ctrl or Cmd with Enter still sends. */
  declare noShortcuts: boolean;
  /** Where resolving the open conversation leads: nowhere, to the next one, or back to the list. */
  declare afterResolve: AfterResolve;
  /** See `<gc-reply>`. */
  declare keepUnassigned: boolean;
  /** The visitor's drawer, where there is one. */
  declare private detailsOpen: boolean;

  readonly #inbox = new ContextStore(this, inboxContext, ({ status, me, memberships, error }) => ({
    ...{ status, me, memberships, error },
  }));
  readonly #selection = new ContextConsumer(this, { context: selectionContext, subscribe: true });
  readonly #account = new ContextConsumer(this, { context: accountContext, subscribe: true });
  readonly #help = new HelpDialogController(this);
  readonly #layout = new LayoutController(this);
  readonly #notice = new NoticeController(this);
  readonly #accountMenu = new AccountMenu(this);

  /** What was on the screen before this update. */
  #shown: { readonly view: string; readonly sessionId: string | null } = { view: '', sessionId: null };

  #following: Promise<void> | null = null;

  constructor() {
    super();
    this.noShortcuts = this.keepUnassigned = false;
    this.detailsOpen = false;
    this.afterResolve = 'stay';
    new ShortcutController(this, (command) => this.#run(command));
  }

  protected override render(): TemplateResult | typeof nothing {
    const view = this.#view;
    if (view === 'blank') return nothing;
    if (view === 'no-provider') return html`<p class="center" role="alert">${this.t('errorSetup')}</p>`;
    if (view === 'sign-in')
      return html`<div class="center">
        <slot name="sign-in"><gc-sign-in></gc-sign-in></slot>
      </div>`;
    if (view === 'no-access') {
      const signOut = this.#account.value?.available ? () => this.tell(new GcSignOutEvent()) : null;
      const removed = this.#inbox.value?.error?.code === 'not_allowed';
      return noAccess(this.t(removed ? 'removedFromTeam' : 'noAccess'), this.t('signOut'), signOut);
    }
    const selected = this.#selection.value ?? null;
    const { layout } = this.#layout;
    return html`<div
      class="app ${selected === null ? 'at-list' : 'at-thread'} ${this.detailsOpen ? 'with-drawer' : ''}"
    >
      <nav class="rail" part="rail" aria-label=${this.t('inbox')}>
        <span class="mark">${iconChat({ size: 20, fill: true })}</span>
        <button
          type="button"
          class="rail-btn"
          aria-current="page"
          aria-label=${this.t('inbox')}
          title=${this.t('inbox')}
          @click=${this.#onHome}
        >
          ${iconInbox()}
        </button>
        <slot name="rail"></slot>
        <span class="grow"></span>
        <button
          type="button"
          class="rail-btn"
          aria-label=${this.t('keyboardShortcuts')}
          title=${this.t('keyboardShortcuts')}
          @click=${this.#help.open}
        >
          <kbd aria-hidden="true">?</kbd>
        </button>
        ${layout === 'one' ? nothing : this.#renderMine()}
      </nav>
      <section class="list" part="list">
        <div class="list-head">
          <div class="list-title">
            <h1 tabindex="-1">${this.t('inbox')}</h1>
            <gc-presence scope="team"></gc-presence
            >${layout === 'one' ? html`<span class="mine">${this.#renderMine()}</span>` : nothing}
          </div>
          <gc-search @keydown=${this.#onSearchKeydown}></gc-search>
          <gc-filters></gc-filters>
        </div>
        <gc-session-list></gc-session-list>
      </section>
      <div
        class="thread"
        part="thread"
        @gc-toggle-visitor=${this.#onToggleDetails}
        @gc-show-latest=${() => this.#thread?.scrollToEnd()}
      >
        <gc-thread
          ?with-back=${layout === 'one'}
          ?with-details=${layout !== 'wide' && selected !== null}
        ></gc-thread>
        <gc-reply ?keep-unassigned=${this.keepUnassigned}></gc-reply>
      </div>
      ${selected === null ? nothing : this.#renderVisitor()} ${this.#notice.render(this.localizer)}
      ${this.#help.render(this.localizer)}
    </div>`;
  }

  protected override firstUpdated(): void {
    if (this.#inbox.provided) return;
    console.warn('[Global Chat] invalid_argument: <gc-inbox> needs a <gc-inbox-provider> around it.');
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const before = this.#shown;
    const view = this.#view;
    const sessionId = this.#selection.value ?? null;
    // In between, nothing is on the screen for a moment.
    if (view !== 'blank') this.#shown = { view, sessionId };
    if (view !== 'inbox') return;
    if (sessionId !== null)
      this.#following ??= import('./after-resolve.ts').then(
        ({ followResolving }) => followResolving(this, this.#notice),
        () => void (this.#following = null),
      );
    // The element with the focus went away with its column: somebody signed in, opened or left a conversation.
    if (before.view === 'sign-in') this.renderRoot.querySelector<HTMLElement>('h1')?.focus();
    if (before.sessionId !== sessionId && this.#layout.layout === 'one') {
      if (sessionId === null) this.#list?.focus();
      else this.#thread?.focus();
    }
  }

  get #list(): GcSessionList | null {
    return this.renderRoot.querySelector('gc-session-list');
  }

  get #thread(): GcThread | null {
    return this.renderRoot.querySelector('gc-thread');
  }

  get #reply(): GcReply | null {
    return this.renderRoot.querySelector('gc-reply');
  }

  get #view(): 'blank' | 'no-provider' | 'sign-in' | 'no-access' | 'inbox' {
    const state = this.#inbox.value;
    if (state === undefined) return this.#inbox.provided ? 'blank' : 'no-provider';
    if (state.status === 'signed-out') return 'sign-in';
    if (state.status === 'no-access') return 'no-access';
    return state.me === null && state.status !== 'failed' ? 'blank' : 'inbox';
  }

  /** What is about the agent: in the rail, or beside the title where there is none. */
  #renderMine(): unknown {
    const { me = null, memberships = [] } = this.#inbox.value ?? {};
    if (me === null) return nothing;
    return html`<gc-presence scope="me"></gc-presence
      ><gc-notifications sound></gc-notifications>${this.#accountMenu.render({
        me,
        memberships,
        canSignOut: this.#account.value?.available === true,
        localizer: this.localizer,
        ask: (intent) => this.tell(intent),
      })}`;
  }

  /** A column where there is room; else a drawer, which then also holds what the thread's header has no room for. */
  #renderVisitor(): TemplateResult | typeof nothing {
    const wide = this.#layout.layout === 'wide';
    if (!wide && !this.detailsOpen) return nothing;
    return html`<aside
      class="visitor"
      part="visitor"
      aria-label=${this.t('details')}
      @keydown=${this.#onDrawerKeydown}
    >
      ${
        wide
          ? nothing
          : html`<div class="drawer-head">
              <gc-assignee></gc-assignee>
              <gc-tags></gc-tags>
              <gc-priority></gc-priority>
              <gc-snooze></gc-snooze>
              <span class="grow"></span>
              <button
                type="button"
                class="icon-btn close"
                aria-label=${this.t('close')}
                @click=${this.#onToggleDetails}
              >
                ${iconClose({ size: 18 })}
              </button>
            </div>`
      }
      <gc-visitor><slot name="visitor"></slot></gc-visitor>
    </aside>`;
  }

  #run(command: Command): boolean {
    if (this.#view !== 'inbox') return false;
    const chosen = (this.#selection.value ?? null) !== null;
    const header = this.#thread?.renderRoot;
    const actions: Readonly<Record<Command, () => void>> = {
      next: () => this.#list?.move(1),
      previous: () => this.#list?.move(-1),
      search: () => this.renderRoot.querySelector('gc-search')?.focus(),
      help: this.#help.open,
      reply: () => this.#reply?.write('reply'),
      note: () => this.#reply?.write('note'),
      resolve: () => header?.querySelector('gc-status')?.toggle(),
      snooze: () => header?.querySelector('gc-snooze')?.open(),
      assign: () => header?.querySelector('gc-assignee')?.open(),
      tag: () => header?.querySelector('gc-tags')?.open(),
    };
    if (!chosen && !['next', 'previous', 'search', 'help'].includes(command)) return false;
    actions[command]();
    return true;
  }

  readonly #onHome = (): void => {
    this.tell(new GcFilterEvent({}));
    this.#list?.focus();
  };

  /** From the box down into what it found. */
  readonly #onSearchKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    this.#list?.focus();
  };

  readonly #onToggleDetails = async (): Promise<void> => {
    this.detailsOpen = !this.detailsOpen;
    await this.updateComplete;
    if (this.detailsOpen) this.renderRoot.querySelector<HTMLElement>('.drawer-head .close')?.focus();
    else this.#thread?.renderRoot.querySelector<HTMLElement>('.details')?.focus();
  };

  readonly #onDrawerKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented && this.#layout.layout !== 'wide')
      void this.#onToggleDetails();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-inbox': GcInbox;
  }
}
