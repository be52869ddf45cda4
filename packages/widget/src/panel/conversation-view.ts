// One conversation on the screen: header, transcript, composer, and what stands between them. Owns sending from the
// composer; refuses to lose a text: the box empties only when the outbox holds what was in it.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { isVisible, toGlobalChatError } from '@globalchat/core';
import type { Conversation, ConversationState, GlobalChatError } from '@globalchat/core';
import { avatar, ComposerController } from '@globalchat/ui';
import type { StagedFiles, TranscriptController } from '@globalchat/ui';
import type * as AwayPart from './away.ts';
import type * as ClosingPart from './closing.ts';
import type { PanelContext } from './context.ts';
import { conversationHeader } from './header.ts';
import { createLazy } from './lazy.ts';
import type { Lazy, PartReady } from './lazy.ts';
import { answerer, teamNames } from './presence-texts.ts';
import type * as ProblemPart from './problem.ts';
import type { Stage } from './stage.ts';
import { strip } from './strips.ts';
import { submitMessage } from './submit-message.ts';
import type * as TranscriptPart from './transcript-part.ts';
import type { ViewHost } from './view-host.ts';

/** Characters, as the database counts them. */
const MAX_LENGTH = 4000;

export interface ConversationViewOptions {
  readonly host: ViewHost;
  readonly conversation: Conversation;
  readonly firstUnreadSeq: number | null;
  /** A part with its own look arrived. */
  readonly onPart: PartReady;
}

export class ConversationView implements Stage {
  readonly conversation: Conversation;
  readonly host: ViewHost;
  readonly #firstUnreadSeq: number | null;
  readonly #composer: ComposerController;
  readonly #reading: Lazy<typeof TranscriptPart>;
  readonly #away: Lazy<typeof AwayPart>;
  readonly #closing: Lazy<typeof ClosingPart>;
  readonly #problem: Lazy<typeof ProblemPart>;
  readonly onPart: PartReady;
  #transcript: TranscriptController | null = null;
  #staged: StagedFiles | undefined;
  #context: PanelContext | null = null;
  #sending: string | null = null;
  #refused: GlobalChatError | null = null;
  form: Stage['form'] = null;
  /** A resolved conversation shows its end until the visitor wants to write again; null until it is known. */
  #ended: boolean | null = null;

  constructor({ host, conversation, firstUnreadSeq, onPart }: ConversationViewOptions) {
    this.host = host;
    this.conversation = conversation;
    this.#firstUnreadSeq = firstUnreadSeq;
    this.#composer = new ComposerController(host);
    this.#reading = createLazy(() => import('./transcript-part.ts'), onPart);
    this.#away = createLazy(() => import('./away.ts'), onPart);
    this.#closing = createLazy(() => import('./closing.ts'), onPart);
    this.#problem = createLazy(() => import('./problem.ts'), onPart);
    this.onPart = onPart;
  }

  /** Lets the controllers go; another view takes over the host. */
  leave(): void {
    if (this.#transcript) {
      this.#transcript.hostDisconnected();
      this.host.removeController(this.#transcript);
    }
    this.host.removeController(this.#composer);
  }

  focus(): void {
    this.#composer.focus();
  }

  /** Puts text into an empty composer. */
  prefill(text: string): void {
    if (this.conversation.get().draft === '') this.conversation.setDraft(text);
  }

  render(context: PanelContext): TemplateResult {
    this.#context = context;
    const { localizer, state } = context;
    const now = this.conversation.get();
    const { name } = answerer(state.config, now.session);
    // Decided once: somebody who is writing keeps the composer, whatever the team does.
    if (now.session) this.#ended = now.session.status === 'resolved' && (this.#ended ?? now.draft === '');
    return html`${conversationHeader(context, now, context.extras?.menu(this.host, context, this.conversation))}${strip(context, now)}
    ${this.#conversation(context, now, name)}
    ${this.#ended ? this.#closing.get()?.endBar(localizer, this.#writeAgain) : (this.form?.(context) ?? this.#writing(context, now))}`;
  }

  /** Until something is said, or about to be, there is nothing to read and no transcript to load. */
  #conversation(context: PanelContext, now: ConversationState, name: string): TemplateResult {
    const { localizer, state } = context;
    const { config } = state;
    const header =
      config && !config.availability.online ? this.#away.get()?.awayNotice(context, now) : undefined;
    const isNew =
      now.session === null && now.messages.length === 0 && now.loading === 'none' && now.draft === '';
    const part = this.#transcript || !isNew ? this.#reading.get() : undefined;
    if (!part) {
      return html`<div class="first">
        <div class="flow">${header}${now.session === null ? this.#empty(context) : nothing}</div>
      </div>`;
    }
    this.#transcript ??= new part.TranscriptController(this.host);
    return this.#transcript.render({
      label: localizer.t('conversationWith', { name }),
      side: 'visitor',
      messages: now.messages,
      session: now.session,
      hasMore: now.hasMore,
      loading: now.loading,
      typing: now.typing,
      localizer: part.withTranscriptTexts(localizer),
      firstUnreadSeq: this.#firstUnreadSeq,
      receipts: config?.features.receipts ?? true,
      header,
      footer: this.#footer(context, now),
      empty: this.#empty(context),
      onRetry: (id) => this.conversation.retry(id),
      onDiscard: (id) => this.conversation.discard(id),
      fileUrl: (attachment, options) => this.conversation.fileUrl(attachment, options),
      onLoadOlder: () => void this.conversation.loadOlder().catch((cause: unknown) => cause),
    });
  }

  #writing(context: PanelContext, now: ConversationState): TemplateResult {
    const { localizer, state } = context;
    const extras = context.extras?.composer(this.host, this.#composer, this.conversation, context);
    this.#staged = extras?.staged;
    const error = this.#refused ?? now.messages.at(-1)?.error;
    return this.#composer.render({
      label: localizer.t('message'),
      placeholder: localizer.t(
        state.config && !state.config.availability.online ? 'leaveMessage' : 'writeMessage',
      ),
      sendLabel: localizer.t('sendMessage'),
      value: now.draft,
      maxLength: MAX_LENGTH,
      isVisible,
      sendKey: 'enter',
      localizer,
      above: [error && this.#problem.get()?.problem(context, this, error), extras?.tray],
      onInput: this.#onInput,
      onSend: this.#onSend,
      ...extras?.props,
    });
  }

  #footer(context: PanelContext, now: ConversationState): unknown {
    if (now.session?.status !== 'resolved') return nothing;
    return this.#closing.get()?.resolution(context, now.session) ?? nothing;
  }

  #empty({ localizer, state }: PanelContext): TemplateResult | typeof nothing {
    const { config } = state;
    // Nobody reads along now; the notice says when somebody will.
    if (!config?.availability.online) return nothing;
    const { replyMinutes } = config.availability;
    return html`<div class="empty">
      <div class="stack">
        ${config.team.slice(0, 3).map(({ name, avatarUrl }) => avatar({ name, url: avatarUrl, size: 48 }))}
      </div>
      <h3>${localizer.t('askUs')}</h3>
      ${config.team.length > 0 ? html`<p>${localizer.t('teamReads', { names: teamNames(config, localizer) })}</p>` : nothing}
      ${replyMinutes ? html`<p>${localizer.t('repliesTake', { n: replyMinutes })}</p>` : nothing}
    </div>`;
  }

  readonly #writeAgain = (): void => {
    this.#ended = false;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => this.focus());
  };

  readonly #onInput = (text: string): void => {
    this.#refused = null;
    this.conversation.setDraft(text);
    if (this.#context?.state.config?.features.typing ?? true) this.conversation.setTyping(text !== '');
  };

  /** Always false: the box is emptied here, when the text is safe. */
  readonly #onSend = (text: string): boolean => {
    if (this.#sending === null) void this.#send(text);
    return false;
  };

  async #send(text: string): Promise<void> {
    this.#sending = text;
    const staged = this.#staged;
    const files = staged?.files ?? [];
    try {
      if ((await submitMessage(this.#context!, this.conversation, text, files, this)) === null) return;
      staged?.release(files);
      // Letters that were typed in the meantime stay.
      const { value } = this.#composer;
      this.#composer.value = value.startsWith(text) ? value.slice(text.length) : value;
      this.#transcript?.scrollToEnd();
    } catch (cause) {
      this.#refused = toGlobalChatError(cause);
      this.host.requestUpdate();
    } finally {
      this.#sending = null;
    }
  }
}
