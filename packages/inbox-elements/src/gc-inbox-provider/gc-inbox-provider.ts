// <gc-inbox-provider>: the one element that knows a backend. It holds the connection and the choice of conversation,
// hands them to the elements around it, and shows nothing but why it cannot start.
import { ContextProvider } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { iconAlert } from '@globalchat/ui';
import type { GlobalChatError, Inbox, SessionFilters } from '@globalchat/core';
import { GcElement } from '../base/gc-element.ts';
import {
  NO_SEARCH,
  accountContext,
  failureContext,
  inboxContext,
  noteDraftsContext,
  placeContext,
  searchContext,
  selectionContext,
  threadContext,
} from '../contexts.ts';
import type { AgentKey } from '../connection/agent-observer.ts';
import { createIntentHandlers } from '../connection/intent-handlers.ts';
import { InboxConnection } from '../connection/inbox-connection.ts';
import { listenForIntents } from '../connection/listen-for-intents.ts';
import { LocaleController } from '../connection/locale-controller.ts';
import { StoredNoteDrafts } from '../connection/note-drafts.ts';
import { LazySearch } from '../connection/lazy-search.ts';
import { forgetChoice } from '../gc-notifications/notification-choice.ts';
import { errorText } from '../describe/error-text.ts';
import { GcInboxErrorEvent } from '../events/layout-events.ts';
import { providerStyles } from './gc-inbox-provider.styles.ts';

/** Another value of one of these is another connection. */
const CONNECTION_PROPERTIES = [
  'client',
  'inbox',
  'supabaseUrl',
  'supabaseKey',
  'tenant',
  'transport',
] as const;

/**
 * Connects the inbox elements inside it to a backend.
 *
 * @slot - The elements, anywhere inside, in any markup.
 * @fires {GcInboxErrorEvent} gc-inbox-error - An intent could not be fulfilled, or the provider could not start.
 * @csspart error - Why it cannot start.
 */
export class GcInboxProvider extends GcElement {
  static override styles: CSSResultGroup[] = [...GcElement.styles, providerStyles];

  static override properties: PropertyDeclarations = {
    client: { attribute: false },
    inbox: { attribute: false },
    filters: { attribute: false },
    supabaseUrl: { attribute: 'supabase-url' },
    supabaseKey: { attribute: 'supabase-key' },
    tenant: {},
    transport: {},
    locale: {},
    texts: { attribute: false },
    sessionId: { attribute: 'session-id' },
  };

  /** A supabase-js v2 client; whoever signs in with it is the agent. */
  declare client: unknown;
  /** A ready inbox, for tests and other backends. It is started but not destroyed here. */
  declare inbox: Inbox | null;
  /** What the list shows, until the agent chooses something else. */
  declare filters: SessionFilters;
  /** Instead of `client`: the project's URL. supabase-js is then loaded from the host application's bundle. */
  declare supabaseUrl: string | null;
  /** Instead of `client`: the project's publishable key. */
  declare supabaseKey: string | null;
  /** The tenant's id; the agent's first one when absent. */
  declare tenant: string | null;
  /** How changes arrive; `postgres_changes` once the database has them switched on. */
  declare transport: 'broadcast' | 'postgres_changes';
  /** Language of texts, numbers and times as a BCP 47 tag; English when absent. */
  declare locale: string | null;
  /** Own wording by text key, which wins over the dictionary. */
  declare texts: Readonly<Record<string, string>>;
  /** The chosen conversation. */
  declare sessionId: string | null;

  readonly #noteDrafts = new StoredNoteDrafts();
  readonly #connection = new InboxConnection(
    this,
    (error) => this.#report(error, null),
    (agent, left, project) => this.#onAgent(agent, left, project),
    (sessionIds) => {
      this.#search.forget(sessionIds);
      if (this.sessionId !== null && sessionIds.includes(this.sessionId)) this.sessionId = null;
    },
  );
  readonly #locale = new LocaleController(this, (error) => this.#report(error, null));
  readonly #inboxes = new ContextProvider(this, { context: inboxContext, initialValue: null });
  readonly #selections = new ContextProvider(this, { context: selectionContext, initialValue: null });
  readonly #places = new ContextProvider(this, { context: placeContext, initialValue: null });
  readonly #threads = new ContextProvider(this, { context: threadContext, initialValue: null });
  readonly #searches = new ContextProvider(this, { context: searchContext, initialValue: NO_SEARCH });
  readonly #search = new LazySearch(
    () => this.#connection.inbox,
    (search) => this.#searches.setValue(search),
  );
  readonly #failures = new ContextProvider(this, { context: failureContext, initialValue: null });
  readonly #accounts = new ContextProvider(this, {
    context: accountContext,
    initialValue: this.#connection.account,
  });

  constructor() {
    super();
    this.client = null;
    this.inbox = null;
    this.filters = {};
    this.supabaseUrl = null;
    this.supabaseKey = null;
    this.tenant = null;
    this.transport = 'broadcast';
    this.locale = null;
    this.texts = {};
    this.sessionId = null;
    new ContextProvider(this, { context: noteDraftsContext, initialValue: this.#noteDrafts });
    const connection = this.#connection;
    listenForIntents(
      this,
      createIntentHandlers({
        get inbox() {
          return connection.inbox;
        },
        get threads() {
          return connection.threads;
        },
        noteDrafts: this.#noteDrafts,
        search: this.#search,
        select: (sessionId, place) => {
          this.sessionId = sessionId;
          this.#places.setValue(place);
        },
        signIn: (email, password) => connection.signIn(email, password),
        signOut: () => connection.signOut(),
        changeTenant: (tenantId) => this.#changeTenant(tenantId),
        report: (error, intent) => this.#report(error, intent),
      }),
      (error, intent) => this.#report(error, intent),
    );
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale') || changed.has('texts')) void this.#locale.use(this.locale, this.texts);
    if (CONNECTION_PROPERTIES.some((name) => changed.has(name))) {
      this.#search.find('');
      this.#connection.use({
        inbox: this.inbox,
        client: this.client,
        supabaseUrl: this.supabaseUrl,
        supabaseKey: this.supabaseKey,
        tenantId: this.tenant,
        transport: this.transport,
        filters: this.filters,
      });
    } else if (changed.has('filters')) {
      this.#search.find('');
      this.#connection.inbox?.setFilters(this.filters);
    }
    this.#handDown();
  }

  protected override render(): TemplateResult {
    return html`${this.#renderError()}<slot></slot>`;
  }

  #renderError(): TemplateResult | typeof nothing {
    const error = this.#connection.error;
    if (error === null) return nothing;
    return html`<div class="error" part="error" role="alert">
      ${iconAlert({ size: 16 })}<span>${errorText(error, this.localizer)} <code>${error.code}</code></span>
    </div>`;
  }

  #handDown(): void {
    const { inbox, threads, account } = this.#connection;
    this.#inboxes.setValue(inbox);
    this.#accounts.setValue(account);
    this.#selections.setValue(this.sessionId);
    const thread = this.sessionId === null ? null : (threads?.open(this.sessionId) ?? null);
    this.#threads.setValue(thread);
  }

  #changeTenant(tenantId: string): void {
    this.sessionId = null;
    this.tenant = tenantId;
  }

  /** Somebody else is here, or nobody: what the last one typed, searched and opened is not theirs. */
  #onAgent(agent: AgentKey | null, left: AgentKey | null, project: string): void {
    this.#search.find('');
    if (left !== null) {
      if (left.startsWith(`${project}:`)) forgetChoice(left);
      this.#connection.threads?.closeAll();
      this.sessionId = null;
    }
    this.#noteDrafts.use(agent, project);
    this.requestUpdate();
  }

  #report(error: GlobalChatError, intent: string | null): void {
    this.#failures.setValue({ error, intent });
    const event = new GcInboxErrorEvent(error, intent);
    this.dispatchEvent(event);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-inbox-provider': GcInboxProvider;
  }
}
