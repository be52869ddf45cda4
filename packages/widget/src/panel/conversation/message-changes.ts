// Changing and taking back an own message, for as long as the owner allows. Loaded when somebody
// reaches for a message's options.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { MESSAGE_MAX_CHARACTERS, isVisible, toGlobalChatError } from '@globalchat/core';
import type { ConversationMessage } from '@globalchat/core';
import {
  ComposerController,
  extension,
  MessageActions,
  messageActionsStyles,
  messageActionTexts,
  transcriptTexts,
} from '@globalchat/ui';
import type { MessageOptions } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { screenStyles, withScreenTexts } from '../shell/screen-shared.ts';
import type { ConversationSlot } from './composer-slot.ts';

const withActionTexts = extension({ ...messageActionTexts, ...transcriptTexts });
const wordsOf = (context: PanelContext) => withActionTexts(withScreenTexts(context.localizer));

export type MessageChanges = ReturnType<typeof createMessageChanges>;

/** @param shown What the transcript was last rendered with. */
export function createMessageChanges(
  slot: ConversationSlot,
  options: MessageOptions,
  shown: () => PanelContext,
) {
  const actions = new MessageActions(slot.host, options);
  const remove = (messageId: string): Promise<string | undefined> =>
    slot.conversation.delete(messageId).then(
      () => undefined,
      (cause: unknown) => failureText(cause, shown()),
    );
  return {
    styles,
    list(message: ConversationMessage): TemplateResult {
      const localizer = wordsOf(shown());
      return actions.render(message, {
        label: localizer.t('messageOptions'),
        cancel: localizer.t('cancel'),
        actions: [
          { label: localizer.t('editMessage'), onChoose: () => startEditing(shown(), slot, message) },
          {
            label: localizer.t('discard'),
            question: localizer.t('deleteQuestion'),
            onChoose: () => remove(message.id),
          },
        ],
      });
    },
  };
}

function failureText(cause: unknown, context: PanelContext): string {
  const error = toGlobalChatError(cause);
  return error.code === 'edit_expired'
    ? wordsOf(context).t('editExpired')
    : errorText(error, context.localizer);
}

/** Puts a message's words into the composer's place, until they are saved or left. The draft there stays as it is. */
function startEditing(
  context: PanelContext,
  slot: ConversationSlot,
  message: ConversationMessage,
): undefined {
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
        maxLength: MESSAGE_MAX_CHARACTERS,
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
