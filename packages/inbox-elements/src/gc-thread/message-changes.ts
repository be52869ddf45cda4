// Changing an own message in its place, and taking it back. Loaded when somebody reaches for a message's options.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { MessageActions, fieldStyles, messageActionsStyles } from '@globalchat/ui';
import type { InboxKey, MessageOptions } from '@globalchat/ui';
import { isVisible, toGlobalChatError } from '@globalchat/core';
import type { ConversationMessage } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { SessionElement } from '../base/session-element.ts';
import { errorText } from '../describe/error-text.ts';
import type { GcReply } from '../gc-reply/gc-reply.ts';
import { messageChangesStyles } from './message-changes.styles.ts';

export const styles = [fieldStyles, messageActionsStyles, messageChangesStyles];

export interface MessageChangesParts {
  readonly localizer: () => InboxLocalizer;
  /** Null where nobody takes it. */
  readonly edit: (messageId: string, content: string, baseRev: number) => Promise<void> | null;
  readonly remove: (messageId: string) => Promise<void> | null;
  /** Reads what is newer. */
  readonly sync: () => void;
  /** Takes words that have lost their message, where the page has one. */
  readonly reply: () => (Pick<GcReply, 'session'> & Partial<Pick<GcReply, 'addWords'>>) | null;
}

export class MessageChanges {
  readonly #host: SessionElement;
  readonly #options: MessageOptions;
  readonly #parts: MessageChangesParts;
  readonly #actions: MessageActions;
  /** The message whose words are being changed. */
  #editedId: string | null = null;
  /** The version that the words were made from. */
  #baseRev = 0;
  #baseContent = '';
  /** The message whose words are in the reply now. */
  #keptId: string | null = null;
  #failure: string | null = null;

  constructor(host: SessionElement, options: MessageOptions, parts: MessageChangesParts) {
    this.#host = host;
    this.#options = options;
    this.#parts = parts;
    this.#actions = new MessageActions(host, options);
  }

  list(message: ConversationMessage): TemplateResult {
    const localizer = this.#parts.localizer();
    const t = (key: InboxKey): string => localizer.t(key);
    if (message.id === this.#editedId) {
      // The words leave the form only when they are somewhere else.
      if (message.deletedAt !== null) queueMicrotask(() => this.#giveUp(message.id));
      return this.#form(message);
    }
    if (message.deletedAt !== null)
      return html`${message.id === this.#keptId ? html`<p class="message-changes" role="status">${t('wordsInReply')}</p>` : nothing}`;
    return this.#actions.render(message, {
      label: t('messageOptions'),
      cancel: t('cancel'),
      actions: [
        { label: t('editMessage'), onChoose: () => this.#edit(message) },
        {
          label: t('discard'),
          question: t('deleteQuestion'),
          onChoose: () => this.#words(this.#parts.remove(message.id)),
        },
      ],
    });
  }

  #form(message: ConversationMessage): TemplateResult {
    const localizer = this.#parts.localizer();
    const t = (key: InboxKey): string => localizer.t(key);
    const isDeleted = message.deletedAt !== null;
    const isElsewhere = !isDeleted && message.rev !== this.#baseRev;
    const onSubmit = (event: Event): void => {
      event.preventDefault();
      void this.#save(message);
    };
    const onKeydown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#end();
    };
    return html`<form class="message-changes" @submit=${onSubmit} @keydown=${onKeydown}>
      ${this.#failure === null || (isElsewhere && this.#failure === t('editedElsewhere')) ? nothing : html`<p class="bad" role="alert">${this.#failure}</p>`}
      ${
        !isElsewhere
          ? nothing
          : html`<p role="status">${t('editedElsewhere')}</p>
              <p class="other" dir="auto">${message.content}</p>`
      }
      <textarea
        class="input"
        rows="3"
        aria-label=${t('editMessage')}
        .defaultValue=${message.content}
      ></textarea>
      <div>
        <button type="button" class="btn ghost sm" @click=${() => this.#end()}>${t('cancel')}</button>
        ${isDeleted ? nothing : html`<button class="btn primary sm">${t('saveEdit')}</button>`}
      </div>
    </form>`;
  }

  #edit({ id, rev, content }: ConversationMessage): undefined {
    this.#editedId = id;
    this.#baseRev = rev;
    this.#baseContent = content;
    this.#failure = null;
    this.#options.show(id);
    void this.#host.updateComplete.then(() => this.#textbox?.focus());
  }

  async #save({ id, rev, content, attachments }: ConversationMessage): Promise<void> {
    const words = this.#textbox?.value ?? '';
    if (words === content) return this.#end();
    if (!isVisible(words) && attachments.length === 0)
      return this.#fail(this.#parts.localizer().t('errorEmpty'));
    const failure = await this.#words(this.#parts.edit(id, words, rev));
    if (failure === undefined) this.#end();
    else this.#fail(failure);
  }

  /** The message is gone: what was written of it is not. */
  #giveUp(id: string): void {
    if (this.#editedId !== id) return;
    const words = this.#textbox?.value ?? '';
    if (words !== this.#baseContent && isVisible(words)) {
      const reply = this.#parts.reply();
      // Only one of the same conversation can say that it has them.
      if (!reply?.addWords || reply.session?.id !== this.#host.session?.id) return;
      reply.addWords(words);
      this.#keptId = id;
    }
    this.#editedId = null;
    this.#options.changed();
  }

  #fail(failure: string): void {
    this.#failure = failure;
    this.#options.changed();
  }

  #end(): void {
    this.#editedId = null;
    this.#options.show(null);
    this.#host.renderRoot.querySelector<HTMLElement>('.transcript')?.focus({ preventScroll: true });
  }

  /** Why it could not be done; nothing when it was. */
  #words(answer: Promise<void> | null): Promise<string | undefined> | undefined {
    return answer?.then(
      () => undefined,
      (cause: unknown) => {
        const error = toGlobalChatError(cause);
        if (error.code !== 'edit_conflict') return errorText(error, this.#parts.localizer());
        // The other version is read, and shown above the words, which can then be saved over it.
        this.#parts.sync();
        return this.#parts.localizer().t('editedElsewhere');
      },
    );
  }

  get #textbox(): HTMLTextAreaElement | null {
    return this.#host.renderRoot.querySelector('.message-changes textarea');
  }
}
