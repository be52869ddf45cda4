// A message while its words are changed, in the composer's place; the draft there stays. What happens to the message
// meanwhile is said: of one that was changed elsewhere both versions show, and of one that was deleted the words go into
// the composer.

import { css, html, nothing } from 'lit';
import { isVisible, MESSAGE_MAX_CHARACTERS, toGlobalChatError } from '@globalchat/core';
import type { ConversationMessage } from '@globalchat/core';
import { ComposerController } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { changeTexts, failureText } from './change-texts.ts';
import type { ConversationSlot } from './composer-slot.ts';
import { unfinishedEdits } from './unfinished-edits.ts';
import type { UnfinishedEdit } from './unfinished-edits.ts';

export class EditForm {
  readonly #slot: ConversationSlot;
  readonly #edit: UnfinishedEdit;
  readonly #composer: ComposerController;
  #isSaving = false;
  /** Why it could not be saved. */
  #failure: string | null = null;
  /** Nothing was left of the words. */
  #asksToDelete = false;
  #isShown = false;

  constructor(slot: ConversationSlot, edit: UnfinishedEdit) {
    const { host, conversation } = slot;
    this.#slot = slot;
    this.#edit = edit;
    this.#composer = new ComposerController(host);
    unfinishedEdits(conversation).set(edit.messageId, edit);
    host.addController(this);
    slot.form = this.#render;
    host.requestUpdate();
  }

  focus(): void {
    void this.#slot.host.updateComplete.then(() => this.#composer.focus());
  }

  /** Also one that is taken away with the panel, or with the conversation, lets the host go; its words stay. */
  hostUpdated(): void {
    const isThere = this.#slot.form === this.#render && this.#slot.host.querySelector('.editing') !== null;
    if (this.#isShown && !isThere) this.#release();
    this.#isShown ||= isThere;
  }

  get #message(): ConversationMessage | undefined {
    return this.#slot.conversation.get().messages.find(({ id }) => id === this.#edit.messageId);
  }

  #release(): void {
    this.#slot.host.removeController(this);
    this.#slot.host.removeController(this.#composer);
  }

  readonly #render = (context: PanelContext): unknown => {
    const message = this.#message;
    if (!message) return undefined;
    if (message.deletedAt !== null) {
      const hasFocus = this.#slot.host.querySelector('.editing :focus') !== null;
      if (!this.#isSaving) queueMicrotask(() => this.#slot.form === this.#render && this.#giveUp(hasFocus));
      return undefined;
    }
    const localizer = changeTexts(context);
    const edit = this.#edit;
    const isElsewhere = message.rev !== edit.base.rev && !this.#isSaving;
    if (isElsewhere && edit.words === edit.base.content) {
      edit.base = message;
      edit.words = message.content;
    }
    return html`<div class="editing" @keydown=${this.#onKeydown}>
      ${this.#composer.render({
        label: localizer.t('editing'),
        placeholder: '',
        sendLabel: localizer.t('saveEdit'),
        value: edit.words,
        owner: message.id,
        maxLength: MESSAGE_MAX_CHARACTERS,
        isVisible,
        busy: this.#isSaving,
        // An empty text is asked about.
        sendable: true,
        sendKey: 'enter',
        localizer,
        above: html`<div class="edit-above">${this.#above(context, message)}</div>`,
        tools: html`<span class="truncate edit-title">${localizer.t('editing')}</span>
          <button type="button" class="btn link" @click=${this.#leave}>${localizer.t('cancel')}</button>`,
        onInput: (text) => {
          edit.words = text;
          this.#failure = null;
          this.#asksToDelete = false;
        },
        onSend: (text) => {
          this.#asksToDelete = !isVisible(text) && message.attachments.length === 0;
          if (!this.#asksToDelete) this.#do(context, message.rev, this.#save(text, message.rev));
          return false;
        },
      })}
    </div>`;
  };

  #above(context: PanelContext, message: ConversationMessage): readonly unknown[] {
    const { conversation } = this.#slot;
    const localizer = changeTexts(context);
    const remove = (): void => this.#do(context, message.rev, conversation.delete(message.id));
    const isElsewhere = message.rev !== this.#edit.base.rev && !this.#isSaving;
    return [
      isElsewhere
        ? html`<p role="status">${localizer.t('editedElsewhere')}</p>
            <p class="edit-other">${message.content}</p>`
        : nothing,
      this.#failure === null ? nothing : html`<p class="bad" role="alert">${this.#failure}</p>`,
      this.#asksToDelete
        ? html`<p role="alert">
            ${localizer.t('deleteQuestion')}
            <button type="button" class="btn link bad" @click=${remove}>${localizer.t('discard')}</button>
          </p>`
        : nothing,
    ];
  }

  /** @param shownRev What the visitor has seen of the message. */
  async #save(words: string, shownRev: number): Promise<void> {
    const { conversation } = this.#slot;
    try {
      await conversation.edit(this.#edit.messageId, words, shownRev);
    } catch (cause) {
      const { code } = toGlobalChatError(cause);
      // What became of it is shown then.
      if (code === 'edit_conflict' || code === 'not_found') await conversation.sync();
      // That one may have been on its way already.
      if (code === 'edit_conflict' && this.#message?.rev === shownRev) await conversation.sync();
      throw cause;
    }
  }

  #do(context: PanelContext, shownRev: number, change: Promise<void>): void {
    this.#isSaving = true;
    this.#failure = null;
    change.then(this.#leave, (cause: unknown) => {
      this.#isSaving = false;
      if (this.#message?.rev === shownRev) this.#failure = failureText(cause, context);
      this.#slot.host.requestUpdate();
    });
    this.#slot.host.requestUpdate();
  }

  /** The message is gone: what was written of it is not. */
  #giveUp(hadFocus: boolean): void {
    const { conversation, host } = this.#slot;
    const { words, base } = this.#edit;
    const isKept = words !== base.content && isVisible(words);
    const { draft } = conversation.get();
    this.#close();
    if (isKept) conversation.setDraft(draft ? `${draft}\n${words}` : words);
    const said = conversation.get().draft;
    this.#slot.form = (context, composer) => {
      const localizer = changeTexts(context);
      const isAnswered = conversation.get().draft !== said;
      const text = `${localizer.t('deletedElsewhere')}${isKept ? ` ${localizer.t('wordsKept')}` : ''}`;
      return isAnswered
        ? undefined
        : composer(html`<div class="edit-above"><p role="status">${text}</p></div>`);
    };
    host.requestUpdate();
    if (hadFocus) this.#focusComposer();
  }

  readonly #leave = (): void => {
    this.#close();
    this.#focusComposer();
  };

  #close(): void {
    const { conversation, host } = this.#slot;
    unfinishedEdits(conversation).delete(this.#edit.messageId);
    if (this.#slot.form === this.#render) this.#slot.form = null;
    this.#release();
    host.requestUpdate();
  }

  #focusComposer(): void {
    const { host } = this.#slot;
    void host.updateComplete.then(() => host.querySelector<HTMLElement>('.composer textarea')?.focus());
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#leave();
  };
}

export const editFormStyles = css`
  /* In a low window what is said above the words scrolls, and Save stays in sight. */
  .editing,
  .editing .composer {
    display: flex;
    flex: 0 1 auto;
    flex-direction: column;
    min-block-size: 0;
  }
  .editing .composer > :not(.edit-above) {
    flex: none;
  }
  .edit-above {
    max-block-size: 25dvh;
    overflow: auto;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
    & > p {
      padding: 8px 14px 0;
    }
    & .bad {
      color: var(--_danger);
    }
    & > .edit-other {
      padding-block: 2px 0;
      color: var(--_on-surface);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
      unicode-bidi: plaintext;
    }
  }
  .edit-title {
    padding-inline: 9px 4px;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  @media (height <= 320px) {
    .bar:has(~ .editing) {
      display: none;
    }
  }
`;
