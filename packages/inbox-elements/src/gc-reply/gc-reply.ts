// <gc-reply>: where replies and notes are written. A text leaves the box only when somebody took it.
import { ContextConsumer } from '@lit/context';
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit';
import { avatarStyles } from '@globalchat/ui';
import type { ModuleSource } from '@globalchat/ui';
import { MESSAGE_MAX_CHARACTERS, isVisible } from '@globalchat/core';
import type { Thread } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { LazyView } from '../base/lazy-view.ts';
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
import { replyStyles } from './gc-reply.styles.ts';
import type { ReplyBox } from './reply-box.ts';
import type * as replyModule from './reply-module.ts';
import type { SuggestionSource } from './suggestion-source.ts';
import { DraftTexts } from './draft-texts.ts';

const source: ModuleSource<typeof replyModule> = { load: () => import('./reply-module.ts') };

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
 * @csspart emoji - The button that opens the grid of emoji.
 * @csspart emoji-grid
 */
export class GcReply extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, avatarStyles, replyStyles];

  static override properties: PropertyDeclarations = {
    mode: { reflect: true },
    draft: {},
    keepUnassigned: { type: Boolean, attribute: 'keep-unassigned' },
    busy: { state: true },
    failed: { state: true },
  };

  declare mode: ReplyMode;
  /** The text to begin with, instead of the provider's drafts. */
  declare draft: string | null;
  /** A conversation of nobody stays so when it is answered; else it becomes the one's who answers. */
  declare keepUnassigned: boolean;

  /** A note is being stored. */
  declare private busy: boolean;
  /** The last note could not be stored. */
  declare private failed: boolean;

  readonly #inbox = new ContextStore(this, inboxContext, ({ me, team, cannedReplies }) => ({
    me,
    team,
    cannedReplies,
  }));
  readonly #thread = new ContextStore(this, threadContext, ({ messages, draft }) => ({ messages, draft }));
  readonly #noteDrafts = new ContextConsumer(this, { context: noteDraftsContext, subscribe: true });
  readonly #lazy = new LazyView(this, source);
  #box: ReplyBox | null = null;
  readonly #typed = new DraftTexts();
  /** The newest message when the present reply was begun; null when there is none. */
  #begunAt: number | null = null;
  #resolveNext = false;
  #focusWanted = false;

  constructor() {
    super();
    this.mode = 'reply';
    this.draft = null;
    this.keepUnassigned = false;
    this.busy = false;
    this.failed = false;
  }

  /** Chooses a mode and puts the caret into the textbox. */
  write(mode: ReplyMode): void {
    this.#choose(mode);
    void this.updateComplete.then(() => this.focus());
  }

  /** Puts words below what is written as a reply. */
  addWords(words: string): void {
    const id = this.currentId;
    if (id !== null) this.#keep(id, 'reply', [this.#text('reply'), words].filter(Boolean).join('\n'));
  }

  override focus(): void {
    // A box that is still on its way gets the focus when it is there.
    this.#focusWanted = this.#box === null;
    this.#box?.composer.focus();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const before = this.#typed.sessionId;
    if (this.#typed.use(this.currentId)) {
      // What was a note about one visitor must not be begun as one, or be sent as a reply, to the next.
      if (before !== null) this.mode = 'reply';
      this.#begunAt = null;
      this.failed = false;
      this.#box?.insertion.forget();
      this.#box?.variables.forget();
    }
    const empty = this.#text('reply') === '';
    if (empty) this.#begunAt = null;
    else this.#begunAt ??= this.current?.lastSeq ?? null;
  }

  protected override render(): unknown {
    if (this.currentId === null) return nothing;
    return this.#lazy.render((module) => this.#renderBox(module), this.localizer);
  }

  protected override updated(): void {
    if (this.#focusWanted && this.#box !== null) this.focus();
  }

  #renderBox(module: typeof replyModule): TemplateResult {
    const { composer, emoji, insertion, files, variables } = (this.#box ??= new module.ReplyBox(this, {
      mode: () => this.mode,
      source: () => this.#source,
      textbox: () => this.renderRoot.querySelector('textarea'),
    }));
    const note = this.mode === 'note';
    const { t } = this;
    const staged = files.show(this, this.#fileTaker);
    const sendable = (staged?.files.length ?? 0) > 0;
    const busy = this.busy || staged?.preparing === true;
    return html`<div
      class="reply"
      @keydown=${{ handleEvent: insertion.onKeydown, capture: true }}
      @keyup=${insertion.onCaret}
      @click=${insertion.onCaret}
    >
      ${insertion.render(this.localizer)}
      ${composer.render({
        label: t(this.mode),
        placeholder: t(note ? 'writeNote' : 'writeReply'),
        sendLabel: t(note ? 'addNote' : 'sendReply'),
        owner: `${this.mode} ${this.currentId}`,
        value: this.#text(this.mode),
        maxLength: MESSAGE_MAX_CHARACTERS,
        isVisible,
        busy,
        sendable,
        sendKey: 'mod-enter',
        localizer: this.localizer,
        rows: { min: 2, max: 8 },
        above: html`${module.replyStrip({ failed: this.failed, rival: this.#rival(module), reply: note ? '' : this.#text('reply'), variables, localizer: this.localizer, onShow: this.#onShow })}${module.replyTabs(this.mode, this.current, this.localizer, this.#onTab)}${staged && module.fileTray(staged, this.localizer)}`,
        tools: html`<slot name="tools"></slot
          >${staged && module.attachButton(staged, this.localizer)}${emoji.render({ composer, localizer: this.localizer })}${module.insertTool(this.mode, this.localizer, insertion.begin)}`,
        actions: module.replyActions({
          mode: this.mode,
          ready: !busy && (sendable || isVisible(this.#text(this.mode))),
          busy: this.busy,
          localizer: this.localizer,
          onSend: composer.send,
          onSendAndResolve: this.#onSendAndResolve,
        }),
        onInput: this.#onInput,
        onSend: (text) => (note ? this.#addNote(text, module) : this.#sendReply(text)),
      })}
    </div>`;
  }

  /** The colleague who answered while this reply was being written. */
  #rival({ answeredSince }: typeof replyModule): string | null {
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
    this.#box?.insertion.follow(text);
    this.#box?.variables.forget();
    this.requestUpdate();
  };

  #sendReply(text: string): boolean {
    const id = this.currentId;
    const again = this.#resolveNext ? this.#onSendAndResolve : this.#box?.composer.send;
    if (again && this.#box?.variables.mayGo(text, again) === false) {
      this.#box.insertion.selectVariable();
      return false;
    }
    const staged = this.#fileTaker && this.#box?.files.of(this.#fileTaker);
    const files = staged?.files ?? [];
    const intent = new GcSendReplyEvent(id ?? '', text, this.#resolveNext, files, !this.keepUnassigned);
    const answer = id === null ? null : this.ask(intent);
    if (id === null || answer === null) return false;
    answer.then(
      () => staged?.release(files),
      () => this.#putBack(id, 'reply', text),
    );
    return true;
  }

  /** A note stays in the box until the database has it: there is no outbox for notes. */
  #addNote(text: string, { mentionsIn }: typeof replyModule): boolean {
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
    this.#box?.insertion.forget();
  }

  readonly #onSendAndResolve = (): void => {
    this.#resolveNext = true;
    this.#box?.composer.send();
    this.#resolveNext = false;
  };

  readonly #onTab = (mode: ReplyMode, byKey: boolean): void => {
    if (byKey) this.#choose(mode);
    else this.write(mode);
  };

  readonly #onShow = (): void => {
    this.#begunAt = this.current?.lastSeq ?? null;
    this.focus();
    if (this.currentId !== null) this.dispatchEvent(new GcShowLatestEvent(this.currentId));
    this.requestUpdate();
  };

  get #source(): SuggestionSource {
    const { cannedReplies = [], team = [], me = null } = this.#inbox.value ?? {};
    return { cannedReplies, team, me, session: this.current };
  }

  /** Files go with replies only, and only where there is a thread to send them. */
  get #fileTaker(): Thread | null {
    return this.mode === 'reply' ? this.#thread.source : null;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-reply': GcReply;
  }
}
