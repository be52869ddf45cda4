// One conversation on the screen: header, transcript, composer, and what stands between them. Owns sending from the
// composer; refuses to lose a text: the box empties only when the outbox holds what was in it.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { isVisible, toGlobalChatError } from '@globalchat/core';
import type { Conversation, ConversationState, GlobalChatError } from '@globalchat/core';
import { avatar, ComposerController } from '@globalchat/ui';
import type { StagedFiles } from '@globalchat/ui';
import type * as AwayPart from '../offline/offline-notice.ts';
import type * as ClosingPart from '../resolution/resolution.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { conversationHeader } from './conversation-header.ts';
import { createLazy } from '../shell/lazy-module.ts';
import type { Lazy, PartReady } from '../shell/lazy-module.ts';
import { teamNames } from '../i18n/presence-texts.ts';
import type * as ProblemPart from './send-error.ts';
import type { Stage } from './composer-slot.ts';
import { strip } from '../shell/status-banner.ts';
import { submitMessage } from './submit-message.ts';
import type * as TranscriptPart from './transcript-view.ts';
import type { TranscriptView } from './transcript-view.ts';
import type { ViewHost } from '../frame/view-host.ts';

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
  readonly firstUnreadSeq: number | null;
  readonly #composer: ComposerController;
  readonly #reading: Lazy<typeof TranscriptPart>;
  readonly #away: Lazy<typeof AwayPart>;
  readonly #closing: Lazy<typeof ClosingPart>;
  readonly #problem: Lazy<typeof ProblemPart>;
  readonly onPart: PartReady;
  #transcript: TranscriptView | null = null;
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
    this.firstUnreadSeq = firstUnreadSeq;
    this.#composer = new ComposerController(host);
    this.#reading = createLazy(() => import('./transcript-view.ts'), onPart);
    this.#away = createLazy(() => import('../offline/offline-notice.ts'), onPart);
    this.#closing = createLazy(() => import('../resolution/resolution.ts'), onPart);
    this.#problem = createLazy(() => import('./send-error.ts'), onPart);
    this.onPart = onPart;
  }

  /** Lets the controllers go; another view takes over the host. */
  leave(): void {
    this.#transcript?.leave();
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
    const { localizer } = context;
    const now = this.conversation.get();
    // Decided once: somebody who is writing keeps the composer, whatever the team does.
    if (now.session) this.#ended = now.session.status === 'resolved' && (this.#ended ?? now.draft === '');
    return html`${conversationHeader(context, now, context.extras?.menu(this.host, context, this.conversation))}${strip(context, now)}
    ${this.#conversation(context, now)}
    ${this.#ended ? this.#closing.get()?.endBar(localizer, this.#writeAgain) : (this.form?.(context) ?? this.#writing(context, now))}`;
  }

  /** Until something is said, or about to be, there is nothing to read and no transcript to load. */
  #conversation(context: PanelContext, now: ConversationState): unknown {
    const { config } = context.state;
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
    this.#transcript ??= part.createTranscriptView(this);
    return this.#transcript.render(context, now, {
      header,
      footer: this.#footer(context, now),
      empty: this.#empty(context),
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
