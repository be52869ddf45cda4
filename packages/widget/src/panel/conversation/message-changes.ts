// Changing and taking back an own message, for as long as the owner allows. Loaded when somebody reaches for a message's
// options, or comes back to one that is being edited.

import type { TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { MessageActions, messageActionsStyles } from '@globalchat/ui';
import type { MessageOptions } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { screenStyles } from '../shell/screen-styles.ts';
import { changeTexts, failureText } from './change-texts.ts';
import type { ConversationSlot } from './composer-slot.ts';
import { EditForm, editFormStyles } from './edit-form.ts';
import { unfinishedEdits } from './unfinished-edits.ts';

export type MessageChanges = ReturnType<typeof createMessageChanges>;

/** @param shown What the transcript was last rendered with. */
export function createMessageChanges(
  slot: ConversationSlot,
  options: MessageOptions,
  shown: () => PanelContext,
) {
  const unfinished = unfinishedEdits(slot.conversation);
  const actions = new MessageActions(slot.host, options);
  const edit = ({ id, rev, content }: ConversationMessage): undefined => {
    const begun = unfinished.get(id) ?? { messageId: id, words: content, base: { rev, content } };
    new EditForm(slot, begun).focus();
  };
  const remove = (messageId: string): Promise<string | undefined> =>
    slot.conversation.delete(messageId).then(
      () => undefined,
      (cause: unknown) => failureText(cause, shown()),
    );
  const last = [...unfinished.values()].at(-1);
  if (last) new EditForm(slot, last);
  return {
    styles: [...screenStyles, messageActionsStyles, editFormStyles],
    list(message: ConversationMessage): TemplateResult {
      const localizer = changeTexts(shown());
      return actions.render(message, {
        label: localizer.t('messageOptions'),
        cancel: localizer.t('cancel'),
        actions: [
          { label: localizer.t('editMessage'), onChoose: () => edit(message) },
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
