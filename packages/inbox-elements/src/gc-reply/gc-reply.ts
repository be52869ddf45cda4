// <gc-reply>: where replies and notes are written. Owns the two modes, what is typed and what is offered to insert;
// refuses to send by itself. A text leaves the box only when somebody took it.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { ComposerController, avatarStyles, composerStyles } from '@globalchat/ui';
import { ContextStore } from '../base/context-store.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext, noteDraftsContext, threadContext } from '../contexts.ts';
import { GcShowLatestEvent } from '../events/layout-events.ts';
import {
  GcAddNoteEvent,
  GcAgentTypingEvent,
  GcSaveDraftEvent,
  GcSendReplyEvent,
} from '../events/thread-intents.ts';
import type { ReplyMode } from '../events/thread-intents.ts';
import { answeredSince, mentionsIn } from './colleagues.ts';
import { replyStyles } from './gc-reply.styles.ts';
import { insertionFor, offerFor } from './offers.ts';
import type { OfferSource } from './offers.ts';
import { insertTool, replyActions, replyStrip, replyTabs } from './reply-parts.ts';
import { SuggestController } from './suggest-controller.ts';
import { triggerAt } from './trigger.ts';
import type { Trigger } from './trigger.ts';
import { TypedTexts } from './typed-texts.ts';

/** What the database takes. */
const LIMIT = 4000;

/**
 * Tabs "Reply" and "Note" over one textbox, which is named like its tab, and "Send reply" or "Add note".
 * `/` offers canned replies, `@` in a note offers colleagues.
 *
 * @fires {GcSendReplyEvent} gc-send-reply - Send a reply.
 * @fires {GcAddNoteEvent} gc-add-note - Store a note.
 * @fires {GcSaveDraftEvent} gc-save-draft - The unsent text changed.
 * @fires {GcAgentTypingEvent} gc-agent-typing - A reply is being typed.
 * @fires {GcShowLatestEvent} gc-show-latest - Show what a colleague answered meanwhile.
 * @slot tools - More tools at the start of the lower row.
 * @csspart composer - The box.
 * @csspart suggestions - What can be inserted.
 */
export class GcReply extends SessionElement {
  static override styles: CSSResultGroup[] = [
    ...SessionElement.styles,
    avatarStyles,
    composerStyles,
    replyStyles,
  ];

  static override properties: PropertyDeclarations = {
    mode: { reflect: true },
    draft: {},
    busy: { state: true },
    failed: { state: true },
    trigger: { state: true },
  };

  declare mode: ReplyMode;
  /** The text to begin with, instead of the provider's drafts. */
  declare draft: string | null;

  /** A note is being stored. */
  declare private busy: boolean;
  /** The last note could not be stored. */
  declare private failed: boolean;
  declare private trigger: Trigger | null;

  readonly #inbox = new ContextStore(this, inboxContext, ({ me, team, cannedReplies }) => ({
    me,
    team,
    cannedReplies,
  }));
  readonly #thread = new ContextStore(this, threadContext, ({ messages, draft }) => ({ messages, draft }));
  readonly #noteDrafts = new ContextConsumer(this, { context: noteDraftsContext, subscribe: true });
  readonly #composer = new ComposerController(this);
  readonly #suggest = new SuggestController(
    this,
    (id) => this.#insert(id),
    () => (this.trigger = null),
  );

  readonly #typed = new TypedTexts();
  /** The newest message when the present reply was begun; null when there is none. */
  #begunAt: number | null = null;
  #resolveNext = false;

  constructor() {
    super();
    this.mode = 'reply';
    this.draft = null;
    this.busy = false;
    this.failed = false;
    this.trigger = null;
  }

  /** Chooses a mode and puts the caret into the textbox. */
  write(mode: ReplyMode): void {
    this.#choose(mode);
    void this.updateComplete.then(() => this.#composer.focus());
  }

  override focus(): void {
    this.#composer.focus();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (this.#typed.use(this.currentId)) {
      this.#begunAt = null;
      this.failed = false;
      this.trigger = null;
    }
    const empty = this.#text('reply') === '';
    if (empty) this.#begunAt = null;
    else this.#begunAt ??= this.current?.lastSeq ?? null;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.currentId === null) return nothing;
    const note = this.mode === 'note';
    const { t } = this;
    return html`<div
      class="reply"
      @keydown=${{ handleEvent: this.#onKeydown, capture: true }}
      @keyup=${this.#onCaret}
      @click=${this.#onCaret}
    >
      ${this.#suggest.render(this.trigger === null ? null : offerFor(this.trigger, this.#source, this.localizer))}
      ${this.#composer.render({
        label: t(this.mode),
        placeholder: t(note ? 'writeNote' : 'writeReply'),
        sendLabel: t(note ? 'addNote' : 'sendReply'),
        value: this.#text(this.mode),
        maxLength: LIMIT,
        busy: this.busy,
        sendKey: 'mod-enter',
        localizer: this.localizer,
        rows: { min: 2, max: 8 },
        above: html`${replyStrip({ failed: this.failed, rival: this.#rival(), localizer: this.localizer, onShow: this.#onShow })}${replyTabs(this.mode, this.current, this.localizer, this.#onTab)}`,
        tools: html`<slot name="tools"></slot>${insertTool(this.mode, this.localizer, this.#onTool)}`,
        actions: replyActions({
          mode: this.mode,
          ready: !this.busy && this.#text(this.mode).trim() !== '',
          busy: this.busy,
          localizer: this.localizer,
          onSend: this.#composer.send,
          onSendAndResolve: this.#onSendAndResolve,
        }),
        onInput: this.#onInput,
        onSend: (text) => (note ? this.#addNote(text) : this.#sendReply(text)),
      })}
    </div>`;
  }

  /** The colleague who answered while this reply was being written. */
  #rival(): string | null {
    if (this.#begunAt === null) return null;
    const me = this.#inbox.value?.me ?? null;
    return answeredSince(this.#thread.value?.messages ?? [], this.#begunAt, me);
  }

  #text(mode: ReplyMode): string {
    return this.#typed.get(mode, () => {
      if (this.draft !== null) return mode === 'reply' ? this.draft : '';
      return mode === 'reply' ? (this.#thread.value?.draft ?? '') : this.#storedNote(this.currentId);
    });
  }

  readonly #onInput = (text: string): void => {
    const id = this.currentId;
    if (id === null) return;
    this.#typed.set(this.mode, text);
    this.failed = false;
    this.tell(new GcSaveDraftEvent(id, this.mode, text));
    if (this.mode === 'reply') this.tell(new GcAgentTypingEvent(id, text !== ''));
    this.#findTrigger(text);
    this.requestUpdate();
  };

  #sendReply(text: string): boolean {
    const id = this.currentId;
    const answer = id === null ? null : this.ask(new GcSendReplyEvent(id, text, this.#resolveNext));
    if (id === null || answer === null) return false;
    answer.catch(() => this.#putBack(id, 'reply', text));
    return true;
  }

  /** A note stays in the box until the database has it: there is no outbox for notes. */
  #addNote(text: string): boolean {
    const id = this.currentId;
    const mentions = mentionsIn(text, this.#inbox.value?.team ?? []);
    const answer = id === null ? null : this.ask(new GcAddNoteEvent(id, text, mentions));
    if (id === null || answer === null) return false;
    this.busy = true;
    answer
      .then(
        () => {
          // What was added while it was on its way is the next note.
          const now = this.#typed.sessionId === id ? this.#text('note') : this.#storedNote(id);
          this.#keep(id, 'note', now.startsWith(text) ? now.slice(text.length).trimStart() : now);
        },
        () => (this.failed = this.#typed.sessionId === id),
      )
      .finally(() => (this.busy = false));
    return false;
  }

  #putBack(id: string, mode: ReplyMode, text: string): void {
    const since = this.#typed.sessionId === id ? this.#text(mode) : '';
    this.#keep(id, mode, since === '' ? text : `${text}\n${since}`);
  }

  #keep(id: string, mode: ReplyMode, text: string): void {
    if (this.#typed.sessionId === id) this.#typed.set(mode, text);
    this.tell(new GcSaveDraftEvent(id, mode, text));
    this.requestUpdate();
  }

  #storedNote(sessionId: string | null): string {
    return sessionId === null ? '' : (this.#noteDrafts.value?.get(sessionId) ?? '');
  }

  #choose(mode: ReplyMode): void {
    if (this.mode === mode) return;
    this.mode = mode;
    this.failed = false;
    this.trigger = null;
  }

  readonly #onSendAndResolve = (): void => {
    this.#resolveNext = true;
    this.#composer.send();
    this.#resolveNext = false;
  };

  readonly #onTab = (mode: ReplyMode, byKey: boolean): void => {
    if (byKey) this.#choose(mode);
    else this.write(mode);
  };

  readonly #onTool = (): void => {
    const textbox = this.#textbox;
    const sign = this.mode === 'note' ? '@' : '/';
    textbox?.focus();
    const before = textbox?.value.slice(0, textbox.selectionStart) ?? '';
    this.#composer.insert(before === '' || /\s$/.test(before) ? sign : ` ${sign}`);
  };

  readonly #onShow = (): void => {
    this.#begunAt = this.current?.lastSeq ?? null;
    this.#composer.focus();
    if (this.currentId !== null) this.dispatchEvent(new GcShowLatestEvent(this.currentId));
    this.requestUpdate();
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.target === this.#textbox) this.#suggest.onKeydown(event);
  };

  /** The caret moved without typing: by an arrow key or a click. */
  readonly #onCaret = (event: Event): void => {
    const moved =
      event instanceof KeyboardEvent
        ? /^(Arrow(Left|Right)|Home|End)$/.test(event.key)
        : event.target === this.#textbox;
    if (moved) this.#findTrigger(this.#text(this.mode));
  };

  #findTrigger(text: string): void {
    const caret = this.#textbox?.selectionStart ?? text.length;
    this.trigger = triggerAt(text, caret, this.mode === 'note' ? 'mention' : 'canned');
  }

  get #source(): OfferSource {
    const { cannedReplies = [], team = [], me = null } = this.#inbox.value ?? {};
    return { cannedReplies, team, me, session: this.current };
  }

  #insert(id: string): void {
    const textbox = this.#textbox;
    const { trigger } = this;
    if (textbox === null || trigger === null) return;
    textbox.focus();
    textbox.setSelectionRange(trigger.start, textbox.selectionStart);
    this.#composer.insert(insertionFor(trigger, id, this.#source));
    this.trigger = null;
  }

  get #textbox(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-reply': GcReply;
  }
}
