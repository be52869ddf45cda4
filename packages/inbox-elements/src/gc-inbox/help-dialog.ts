// The list of keyboard shortcuts, in a modal dialog. Owns its markup; the browser owns focus and Escape.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { iconClose } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { HELP } from './shortcuts.ts';

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
