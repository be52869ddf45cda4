// The list of keyboard shortcuts, in a modal dialog; loaded when it is first asked for. The browser keeps the focus inside and hears Escape.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { iconClose } from '@globalchat/ui';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { helpStyles } from './help-dialog.styles.ts';
import type { Shortcut } from './shortcuts.ts';

export const styles = [helpStyles];

export function helpDialog(shortcuts: readonly Shortcut[], localizer: InboxLocalizer): TemplateResult {
  const onClose = (event: Event): void => (event.currentTarget as Element).closest('dialog')?.close();
  return html`<dialog class="help" part="help" aria-labelledby="help-title">
    <div class="help-head">
      <h2 id="help-title">${localizer.t('keyboardShortcuts')}</h2>
      <button type="button" class="icon-btn" aria-label=${localizer.t('close')} @click=${onClose}>
        ${iconClose({ size: 18 })}
      </button>
    </div>
    <dl>
      ${shortcuts.map(
        ({ keys, text }) =>
          html`<div>
            <dt>${localizer.t(text)}</dt>
            <dd>${keys.split(' ').map((key) => html`<kbd>${key}</kbd>`)}</dd>
          </div>`,
      )}
    </dl>
  </dialog>`;
}
