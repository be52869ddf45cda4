// Changing and taking back an own message, for as long as the owner allows. Loaded with the first message that could be.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { isVisible, toGlobalChatError } from '@globalchat/core';
import type { Conversation, ConversationMessage } from '@globalchat/core';
import {
  ComposerController,
  extension,
  MessageActions,
  messageActionsStyles,
  messageActionTexts,
  transcriptTexts,
} from '@globalchat/ui';
import type { TranscriptActions } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { screenStyles, withScreenTexts } from '../shell/screen-shared.ts';
import type { ComposerSlot } from './composer-slot.ts';

const MINUTE_MS = 60_000;
/** Characters, as the database counts them. */
const MAX_CONTENT_CHARACTERS = 4000;

const withActionTexts = extension({ ...messageActionTexts, ...transcriptTexts });
const wordsOf = (context: PanelContext) => withActionTexts(withScreenTexts(context.localizer));

export interface MessageChanges {
  readonly styles: typeof styles;
  /** What can be done with each message now. */
  actions(context: PanelContext): TranscriptActions;
}

type EditingSlot = ComposerSlot & { readonly conversation: Conversation };

export function createMessageChanges(slot: EditingSlot): MessageChanges {
  const { host, conversation } = slot;
  const actions = new MessageActions(host);
  let expiry: ReturnType<typeof setTimeout> | undefined;
  host.addController({ hostDisconnected: () => clearTimeout(expiry) });

  /** Once the time of the next message is over its button goes. */
  const watchExpiry = (timeMs: number): void => {
    clearTimeout(expiry);
    const ends = conversation.get().messages.flatMap((message) => {
      const left = message.createdAt + timeMs - Date.now();
      return isOwn(message) && left > 0 ? [left] : [];
    });
    if (ends.length > 0) expiry = setTimeout(() => host.requestUpdate(), Math.min(...ends));
  };

  return {
    styles,
    actions(context) {
      const localizer = wordsOf(context);
      const timeMs = (context.state.config?.features.editMinutes ?? 0) * MINUTE_MS;
      watchExpiry(timeMs);
      const remove = (message: ConversationMessage): Promise<string | undefined> =>
        conversation.delete(message.id).then(
          () => undefined,
          (cause: unknown) => failureText(cause, context),
        );
      return actions.receive({
        localizer,
        actionsOf: (message) =>
          isOwn(message) && Date.now() < message.createdAt + timeMs
            ? [
                { label: localizer.t('editMessage'), onChoose: () => startEditing(context, slot, message) },
                {
                  label: localizer.t('discard'),
                  question: localizer.t('deleteQuestion'),
                  onChoose: () => remove(message),
                },
              ]
            : [],
      });
    },
  };
}

function isOwn({ senderType, seq, deletedAt }: ConversationMessage): boolean {
  return senderType === 'visitor' && seq !== null && deletedAt === null;
}

function failureText(cause: unknown, context: PanelContext): string {
  const error = toGlobalChatError(cause);
  return error.code === 'edit_expired'
    ? wordsOf(context).t('editExpired')
    : errorText(error, context.localizer);
}

/** Puts a message's words into the composer's place, until they are saved or left. The draft there stays as it is. */
function startEditing(context: PanelContext, slot: EditingSlot, message: ConversationMessage): undefined {
  const { host, conversation } = slot;
  const composer = new ComposerController(host);
  let words = message.content;
  let failure: string | null = null;
  let isSaving = false;

  const leave = (): void => {
    slot.form = null;
    host.removeController(composer);
    host.requestUpdate();
    void host.updateComplete.then(() => host.querySelector<HTMLElement>('.composer textarea')?.focus());
  };
  const save = async (text: string): Promise<void> => {
    isSaving = true;
    try {
      await conversation.edit(message.id, text);
      leave();
    } catch (cause) {
      isSaving = false;
      failure = failureText(cause, context);
      host.requestUpdate();
    }
  };
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };

  slot.form = (shown) => {
    const localizer = wordsOf(shown);
    return html`<div class="editing" @keydown=${onKeydown}>
      ${composer.render({
        label: localizer.t('editing'),
        placeholder: '',
        sendLabel: localizer.t('saveEdit'),
        value: words,
        owner: message.id,
        maxLength: MAX_CONTENT_CHARACTERS,
        isVisible,
        busy: isSaving,
        sendable: message.attachments.length > 0,
        sendKey: 'enter',
        localizer,
        above: [
          heading(localizer, leave),
          failure && html`<p class="edit-failure" role="alert">${failure}</p>`,
        ],
        onInput: (text) => {
          words = text;
          failure = null;
        },
        onSend(text) {
          void save(text);
          return false;
        },
      })}
    </div>`;
  };
  host.requestUpdate();
  void host.updateComplete.then(() => composer.focus());
}

function heading(localizer: ReturnType<typeof wordsOf>, leave: () => void): TemplateResult {
  return html`<div class="edit-heading">
    <span>${localizer.t('editing')}</span>
    <button type="button" class="btn link" @click=${leave}>${localizer.t('cancel')}</button>
  </div>`;
}

const styles = [
  ...screenStyles,
  messageActionsStyles,
  css`
    .edit-heading,
    .edit-failure {
      display: flex;
      align-items: center;
      justify-content: space-between;
      margin: 0;
      padding-inline: 14px 4px;
      font-size: var(--_text-sm);
      color: var(--_on-surface-muted);
    }
    .edit-failure {
      padding-block: 6px;
      color: var(--_danger);
    }
  `,
];
