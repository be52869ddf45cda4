// The list of keyboard shortcuts, in a modal dialog; loaded when it is first asked for. The browser keeps the focus inside and hears Escape.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { iconClose } from '@globalchat/ui';
import type { InboxKey } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { helpStyles } from './help-dialog.styles.ts';

export const styles = [helpStyles];

const HELP: readonly { readonly keys: readonly string[]; readonly text: InboxKey }[] = [
  { keys: ['j'], text: 'nextConversation' },
  { keys: ['k'], text: 'previousConversation' },
  { keys: ['Enter'], text: 'openConversation' },
  { keys: ['r'], text: 'reply' },
  { keys: ['n'], text: 'note' },
  { keys: ['Ctrl', 'Enter'], text: 'sendReply' },
  { keys: ['e'], text: 'resolveOrReopen' },
  { keys: ['s'], text: 'snooze' },
  { keys: ['a'], text: 'assign' },
  { keys: ['l'], text: 'tags' },
  { keys: ['/'], text: 'searchConversations' },
  { keys: ['Esc'], text: 'leaveField' },
  { keys: ['?'], text: 'showHelp' },
];

export function helpDialog(localizer: InboxLocalizer): TemplateResult {
  const onClose = (event: Event): void => (event.currentTarget as Element).closest('dialog')?.close();
  return html`<dialog class="help" part="help" aria-labelledby="help-title">
    <div class="help-head">
      <h2 id="help-title">${localizer.t('keyboardShortcuts')}</h2>
      <button type="button" class="icon-btn" aria-label=${localizer.t('close')} @click=${onClose}>
        ${iconClose({ size: 18 })}
      </button>
    </div>
    <dl>
      ${HELP.map(
        ({ keys, text }) =>
          html`<div>
            <dt>${localizer.t(text)}</dt>
            <dd>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dd>
          </div>`,
      )}
    </dl>
  </dialog>`;
}
