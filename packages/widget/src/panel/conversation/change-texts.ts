// The words of changing and taking back a message.

import { toGlobalChatError } from '@globalchat/core';
import { extension, messageActionTexts, transcriptTexts } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';

const withActionTexts = extension({ ...messageActionTexts, ...transcriptTexts });

export const changeTexts = ({ localizer }: Pick<PanelContext, 'localizer'>) =>
  withActionTexts(withScreenTexts(localizer));

export function failureText(cause: unknown, context: PanelContext): string {
  const error = toGlobalChatError(cause);
  return error.code === 'edit_expired'
    ? changeTexts(context).t('editExpired')
    : errorText(error, context.localizer);
}
