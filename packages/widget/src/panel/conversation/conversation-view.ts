// One conversation on the screen: header, transcript, composer, and what stands between them. No text is lost: the box
// empties only when the outbox holds what was in it.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { MESSAGE_MAX_CHARACTERS, isVisible, toGlobalChatError } from '@globalchat/core';
import type { Conversation, ConversationState, GlobalChatError } from '@globalchat/core';
import { ComposerController } from '@globalchat/ui';
import type { StagedFiles, LazyModule } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import type * as OfflineNoticeModule from '../offline/offline-notice.ts';
import type * as ResolutionModule from '../resolution/resolution.ts';
import { createLazyView } from '../shell/lazy-view.ts';
import type { AdoptStyles } from '../shell/lazy-view.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { statusBanner } from '../shell/status-banner.ts';
import type { ComposerSlot } from './composer-slot.ts';
import { conversationHeader } from './conversation-header.ts';
import type * as SendErrorModule from './send-error.ts';
import { submitMessage } from './submit-message.ts';
import type * as SuggestionsModule from './suggestions.ts';
import type * as TranscriptModule from './transcript-view.ts';
import type { TranscriptView } from './transcript-view.ts';

export interface ConversationViewOptions {
  readonly host: ViewHost;
  readonly conversation: Conversation;
  readonly firstUnreadSeq: number | null;
  readonly adoptStyles: AdoptStyles;
}

export class ConversationView implements ComposerSlot {
  readonly conversation: Conversation;
  readonly host: ViewHost;
  readonly firstUnreadSeq: number | null;
  readonly #composer: ComposerController;
  readonly #transcriptModule: LazyModule<typeof TranscriptModule>;
  readonly #suggestions: LazyModule<typeof SuggestionsModule>;
  readonly #offlineNotice: LazyModule<typeof OfflineNoticeModule>;
  readonly #resolution: LazyModule<typeof ResolutionModule>;
  readonly #sendError: LazyModule<typeof SendErrorModule>;
  readonly adoptStyles: AdoptStyles;
  #transcript: TranscriptView | null = null;
  #stagedFiles: StagedFiles | undefined;
  #context: PanelContext | null = null;
  #sending: string | null = null;
  #lastSendError: GlobalChatError | null = null;
  form: ComposerSlot['form'] = null;
  /** A resolved conversation shows its end until the visitor wants to write again; null as long as it is not resolved. */
  #showsResolution: boolean | null = null;

  constructor({ host, conversation, firstUnreadSeq, adoptStyles }: ConversationViewOptions) {
    this.host = host;
    this.conversation = conversation;
    this.firstUnreadSeq = firstUnreadSeq;
    this.#composer = new ComposerController(host);
    this.#transcriptModule = createLazyView(() => import('./transcript-view.ts'), adoptStyles);
    this.#suggestions = createLazyView(() => import('./suggestions.ts'), adoptStyles);
    this.#offlineNotice = createLazyView(() => import('../offline/offline-notice.ts'), adoptStyles);
    this.#resolution = createLazyView(() => import('../resolution/resolution.ts'), adoptStyles);
    this.#sendError = createLazyView(() => import('./send-error.ts'), adoptStyles);
    this.adoptStyles = adoptStyles;
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
    if (!this.conversation.get().draft) this.conversation.setDraft(text);
  }

  render(context: PanelContext): TemplateResult {
    this.#context = context;
    const now = this.conversation.get();
    // Somebody who is writing keeps the composer, whatever the team does.
    if (now.session)
      this.#showsResolution =
        now.session.status === 'resolved'
          ? (this.#showsResolution ?? (!now.draft && !this.#stagedFiles?.files[0]))
          : null;
    const composer = (note?: unknown): TemplateResult => this.#renderComposer(context, now, note);
    const end =
      this.#showsResolution &&
      this.#resolution.get()?.reopenBar(context, this.host, this.conversation, this.#writeAgain);
    return html`${conversationHeader(context, now, context.lazyFeatures?.menu(this.host, context, this.conversation))}${statusBanner(context, now)}
    ${this.#renderMessages(context, now)} ${end || (this.form?.(context, composer) ?? composer())}`;
  }

  /** Until something is said, or about to be, there is nothing to read and no transcript to load. */
  #renderMessages(context: PanelContext, now: ConversationState): unknown {
    const { config } = context.state;
    const later = context.lazyFeatures;
    const trigger = context.host.answeredTrigger;
    if (trigger && !now.session && !now.messages[0]) trigger.conversation ??= this.conversation;
    const greeting = trigger?.conversation === this.conversation ? trigger.greeting : undefined;
    const header = [
      config?.availability.online === false
        ? this.#offlineNotice.get()?.offlineNotice(context, now)
        : undefined,
      greeting,
    ];
    const welcome = this.#renderWelcome(context, greeting);
    const isNew = !now.session && !now.messages[0] && now.loading === 'none' && !now.draft;
    const module = this.#transcript || !isNew ? this.#transcriptModule.get() : undefined;
    if (!module) {
      return html`<div class="first">
        <div class="flow">
          ${header}${now.session ? nothing : (later?.waitingMessages(now.messages, context.localizer) ?? welcome)}
        </div>
      </div>`;
    }
    this.#transcript ??= module.createTranscriptView(this);
    return this.#transcript.render(context, now, {
      header,
      footer: this.#renderResolution(context, now),
      empty: welcome,
    });
  }

  #renderComposer(context: PanelContext, now: ConversationState, note: unknown): TemplateResult {
    const { localizer, state } = context;
    const tools = context.lazyFeatures?.composerTools(this.host, this.#composer, this.conversation, context);
    this.#stagedFiles = tools?.staged;
    const error =
      this.#lastSendError ?? now.messages.find(({ delay }) => delay)?.delay ?? now.messages.at(-1)?.error;
    return this.#composer.render({
      label: localizer.t('message'),
      placeholder: localizer.t(
        state.config && !state.config.availability.online ? 'leaveMessage' : 'writeMessage',
      ),
      sendLabel: localizer.t('sendMessage'),
      value: now.draft,
      maxLength: MESSAGE_MAX_CHARACTERS,
      isVisible,
      sendKey: 'enter',
      localizer,
      above: [note, error && this.#sendError.get()?.sendError(context, this, error), tools?.tray],
      onInput: this.#onInput,
      onSend: this.#onSend,
      ...tools?.props,
    });
  }

  #renderResolution(context: PanelContext, now: ConversationState): unknown {
    return now.session?.status === 'resolved'
      ? this.#resolution.get()?.resolvedNotice(context, now.session)
      : undefined;
  }

  #renderWelcome(context: PanelContext, greeting: unknown): unknown {
    return [
      greeting ? undefined : context.lazyFeatures?.welcome(context),
      context.state.config?.texts['suggestions'] &&
        this.#suggestions.get()?.suggestions(context, this.#onSend),
    ];
  }

  readonly #writeAgain = (): void => {
    this.#showsResolution = false;
    this.host.requestUpdate();
    void this.host.updateComplete.then(() => this.focus());
  };

  readonly #onInput = (text: string): void => {
    this.#lastSendError = null;
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
    const staged = this.#stagedFiles;
    const files = staged?.files ?? [];
    try {
      // Nothing has come that could show it, and nothing can: it stays where it is seen.
      if (navigator.onLine === false && !this.#context!.lazyFeatures) return;
      if ((await submitMessage(this.#context!, this.conversation, text, files, this)) === null) return;
      staged?.release(files);
      // Letters that were typed in the meantime stay.
      const { value } = this.#composer;
      this.#composer.value = value.startsWith(text) ? value.slice(text.length) : value;
      this.#transcript?.scrollToEnd();
    } catch (cause) {
      this.#lastSendError = toGlobalChatError(cause);
      this.host.requestUpdate();
    } finally {
      this.#sending = null;
    }
  }
}
