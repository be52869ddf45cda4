// <gc-thread>: one conversation, with a header and a line above what is new; the transcript is ui's.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { avatar, avatarStyles, iconAlert, iconBack, iconInbox, iconSidebar } from '@globalchat/ui';
import type { ModuleSource, TranscriptController } from '@globalchat/ui';
import type { ConversationMessage, InboxSession, Membership, Note, ThreadState } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { LazyView } from '../base/lazy-view.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext, placeContext, threadContext } from '../contexts.ts';
import { visitorName } from '../describe/session.ts';
import { pageLine } from '../describe/page.ts';
import { GcToggleVisitorEvent } from '../events/layout-events.ts';
import { GcSelectEvent } from '../events/session-intents.ts';
import {
  GcDeleteMessageEvent,
  GcDiscardMessageEvent,
  GcEditMessageEvent,
  GcLoadOlderEvent,
  GcRetryMessageEvent,
  GcSyncSessionEvent,
  GcViewSessionEvent,
} from '../events/thread-intents.ts';
import type { GcReply } from '../gc-reply/gc-reply.ts';
import { hasReplied, withOwnFace } from './own-replies.ts';
import { threadStyles } from './gc-thread.styles.ts';
import { VisibilityController } from './visibility-controller.ts';
import type * as transcriptModule from './transcript-module.ts';

const source: ModuleSource<typeof transcriptModule> = { load: () => import('./transcript-module.ts') };

/**
 * The region "Conversation with NAME", with the notes between the messages, and a header with who, where from and what
 * can be done.
 *
 * @fires {GcViewSessionEvent} gc-view-session - The transcript came into sight or left it.
 * @fires {GcLoadOlderEvent} gc-load-older - Older messages are wanted.
 * @fires {GcRetryMessageEvent} gc-retry-message - Send a failed message again.
 * @fires {GcDiscardMessageEvent} gc-discard-message - Drop a failed message.
 * @fires {GcEditMessageEvent} gc-edit-message - Other words for an own message.
 * @fires {GcDeleteMessageEvent} gc-delete-message - An own message is taken back.
 * @fires {GcSyncSessionEvent} gc-sync-session - Load again after a failure.
 * @fires {GcSelectEvent} gc-select - Back to the list (`sessionId` null).
 * @fires {GcToggleVisitorEvent} gc-toggle-visitor - Show or hide the visitor's details.
 * @slot actions - At the end of the header, before "Resolve".
 * @csspart header - The header.
 * @csspart transcript - What scrolls.
 * @csspart message - A bubble; also `message-visitor`, `message-agent`, `message-system`.
 * @csspart note - A private note.
 * @csspart empty - Shown while no conversation is chosen.
 */
export class GcThread extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, avatarStyles, threadStyles];

  static override properties: PropertyDeclarations = {
    messages: { attribute: false },
    notes: { attribute: false },
    withBack: { type: Boolean, attribute: 'with-back' },
    withDetails: { type: Boolean, attribute: 'with-details' },
  };

  /** Messages to show, oldest first, instead of the provider's. */
  declare messages: readonly ConversationMessage[] | null;
  /** Notes to show, instead of the provider's. */
  declare notes: readonly Note[] | null;
  /** Shows the button that goes back to the list, and the visitor's face. */
  declare withBack: boolean;
  /** Shows the button for the visitor's details. */
  declare withDetails: boolean;

  readonly #thread = new ContextStore(this, threadContext, (state: ThreadState) => state);
  readonly #inbox = new ContextStore(this, inboxContext, ({ me }) => ({ me }));
  readonly #lazy = new LazyView(this, source);
  readonly #place = new ContextConsumer(this, { context: placeContext, subscribe: true });
  #transcript: TranscriptController | null = null;
  #found: transcriptModule.FoundPlace | null = null;
  #own: transcriptModule.OwnMessages | null = null;
  readonly #visibility = new VisibilityController(this, (id, visible) =>
    this.tell(new GcViewSessionEvent(id, visible)),
  );

  /** Where the line "New" stands: what was unread when the conversation was opened, or came unseen; nowhere after an own reply. */
  #newFrom: { readonly id: string; readonly seq: number | null } | null = null;

  #focusWanted = false;

  constructor() {
    super();
    this.messages = null;
    this.notes = null;
    this.withBack = false;
    this.withDetails = false;
    for (const type of ['dragover', 'dragleave', 'drop'] as const) this.addEventListener(type, this.#toReply);
  }

  /** Goes to the newest message and stays there. */
  scrollToEnd(): void {
    this.#transcript?.scrollToEnd();
  }

  /** Focuses the transcript. */
  override focus(): void {
    const transcript = this.renderRoot.querySelector<HTMLElement>('.transcript');
    // A conversation that was only just chosen is not drawn yet.
    this.#focusWanted = transcript === null;
    transcript?.focus();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const session = this.current;
    if (session === null) return;
    const { id, agentUnread, agentReadSeq } = session;
    if (id !== this.#newFrom?.id || (this.#newFrom?.seq === null && agentUnread > 0 && !document.hasFocus()))
      this.#newFrom = { id, seq: agentUnread > 0 ? agentReadSeq + 1 : null };
    const from = this.#newFrom?.seq ?? null;
    if (from !== null && hasReplied(this.#messages, from, this.#me)) this.#newFrom = { id, seq: null };
  }

  get #messages(): readonly ConversationMessage[] {
    return this.messages ?? this.#thread.value?.messages ?? [];
  }

  get #me(): Membership | null {
    return this.#inbox.value?.me ?? null;
  }

  protected override render(): TemplateResult {
    const session = this.current;
    if (this.currentId === null) return this.#renderEmpty();
    return html`${session === null ? html`<div class="head" part="header"></div>` : this.#renderHeader(session)}
    ${this.#renderStrip()}
    ${this.#lazy.render((module) => this.#renderTranscript(module, session), this.localizer)}`;
  }

  protected override updated(): void {
    this.#visibility.show(this.currentId);
    this.#lead();
    if (this.#focusWanted && this.currentId !== null) this.focus();
  }

  /** To where a search led. */
  #lead(): void {
    const state = this.#thread.value;
    const place = this.#place.value ?? null;
    const id = this.currentId;
    if (state === undefined || this.#transcript === null || id === null) return;
    this.#found?.settle({
      place: place?.sessionId === id ? place : null,
      state,
      transcript: this.#transcript,
      root: this.renderRoot,
      onLoadOlder: () => this.tell(new GcLoadOlderEvent(id)),
    });
  }

  #renderEmpty(): TemplateResult {
    return html`<div class="nothing" part="empty">
      ${iconInbox({ size: 28 })}
      <h2>${this.t('chooseConversation')}</h2>
      <p>${this.t('chooseConversationHint')}</p>
    </div>`;
  }

  #renderHeader(session: InboxSession): TemplateResult {
    const name = visitorName(session, this.localizer);
    const started = this.t('startedAt', { time: this.#moment(session.createdAt) });
    const page = pageLine(session);
    // Isolated, so that a path in another script does not reorder the words around it.
    const viewing = page === null ? null : this.t('viewing', { page: `\u2068${page}\u2069` });
    const line = viewing === null ? started : `${viewing} · ${started}`;
    return html`<div class="head" part="header">
      ${
        this.withBack
          ? html`<button
                type="button"
                class="icon-btn"
                aria-label=${this.t('back')}
                @click=${() => this.tell(new GcSelectEvent(null))}
              >
                ${iconBack({ size: 20, flip: true })}</button
              >${avatar({ name, url: null, size: 40 })}`
          : nothing
      }
      <div class="who-block">
        <div class="name">
          <h2 class="truncate" dir="auto" title=${name}>${name}</h2>
          ${this.#lazy.get()?.proofBadge(session, this.localizer)}
        </div>
        <p title=${line}>
          ${viewing === null ? nothing : html`<span class="truncate">${viewing}</span>`}<span class="started"
            >${line.slice(viewing?.length ?? 0)}</span
          >
        </p>
      </div>
      <gc-presence class="viewers" .session=${session}></gc-presence>
      <div class="editors">
        <gc-assignee .session=${session}></gc-assignee>
        <gc-tags .session=${session}></gc-tags>
        <gc-priority .session=${session}></gc-priority>
        <gc-snooze .session=${session}></gc-snooze>
      </div>
      <slot name="actions"></slot>
      <gc-status .session=${session} ?compact=${this.withBack}></gc-status>
      ${
        this.withDetails
          ? html`<button
              type="button"
              class="icon-btn details"
              aria-label=${this.t('details')}
              @click=${() => this.dispatchEvent(new GcToggleVisitorEvent())}
            >
              ${iconSidebar({ size: 18, flip: true })}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** Trouble with the connection or with loading; what was loaded stays below. */
  #renderStrip(): TemplateResult | typeof nothing {
    const state = this.#thread.value;
    const { t } = this;
    if (state === undefined || this.messages !== null) return nothing;
    if (state.connection === 'offline')
      return html`<p class="strip warn" role="status">${iconAlert({ size: 16 })}${t('offlineStrip')}</p>`;
    if (state.error !== null && state.messages.length === 0) {
      return html`<p class="strip bad" role="alert">
        ${iconAlert({ size: 16 })}<span class="grow">${t('threadLoadFailed')}</span>
        <button type="button" @click=${this.#onSync}>${t('retry')}</button>
      </p>`;
    }
    if (state.connection === 'reconnecting')
      return html`<p class="strip warn" role="status">${t('connecting')}</p>`;
    return nothing;
  }

  #renderTranscript(module: typeof transcriptModule, session: InboxSession | null): TemplateResult {
    const state = this.#thread.value;
    const thread = this.#thread.source;
    const id = this.currentId ?? '';
    const name = session === null ? '' : visitorName(session, this.localizer);
    this.#transcript ??= new module.TranscriptController(this);
    this.#found ??= new module.FoundPlace();
    this.#own ??= new module.OwnMessages(this, {
      localizer: () => this.localizer,
      edit: (messageId, content, baseRev) =>
        this.ask(new GcEditMessageEvent(this.currentId ?? '', messageId, content, baseRev)),
      sync: this.#onSync,
      reply: () => this.#reply,
      remove: (messageId) => this.ask(new GcDeleteMessageEvent(this.currentId ?? '', messageId)),
    });
    return this.#transcript.render({
      label: this.t('conversationWith', { name }),
      side: 'agent',
      messages: withOwnFace(this.#messages, this.#me),
      notes: this.notes ?? state?.notes ?? [],
      renderNote: (note) => module.noteRow(note, this.localizer),
      session: session === null ? null : { ...session, visitorName: name },
      hasMore: this.messages === null && (state?.hasMore ?? false),
      loading: this.messages === null ? (state?.loading ?? 'initial') : 'none',
      // A blocked visitor's open socket may still say so.
      typing: session?.visitorBlockedAt ? null : (state?.typing ?? null),
      localizer: this.localizer,
      firstUnreadSeq: this.#newFrom?.seq ?? null,
      receipts: true,
      actions: this.#own.actions(this.#me, this.localizer),
      ...(thread && { fileUrl: (attachment, options) => thread.fileUrl(attachment, options) }),
      onRetry: (messageId) => this.tell(new GcRetryMessageEvent(id, messageId)),
      onDiscard: (messageId) => this.tell(new GcDiscardMessageEvent(id, messageId)),
      onLoadOlder: () => this.tell(new GcLoadOlderEvent(id)),
    });
  }

  /** The time of day today, else the day. */
  #moment(at: number): string {
    const now = Date.now();
    const today = new Date(at).toDateString() === new Date(now).toDateString();
    return today ? this.localizer.time(at) : this.localizer.relative(at, now);
  }

  get #reply(): GcReply | null {
    const around = this.closest('gc-inbox-provider') ?? (this.getRootNode() as ParentNode);
    return around.querySelector('gc-reply');
  }

  /** Files that hang over the conversation are for the reply. */
  readonly #toReply = ({ type, dataTransfer }: DragEvent): void =>
    void this.#reply?.dispatchEvent(new DragEvent(type, { dataTransfer }));

  readonly #onSync = (): void => {
    if (this.currentId !== null) this.tell(new GcSyncSessionEvent(this.currentId));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-thread': GcThread;
  }
}
