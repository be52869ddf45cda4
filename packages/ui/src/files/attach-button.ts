// The button that chooses files for the next message.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { iconAttach } from '../icons/icons.ts';
import type { FileKey } from '../i18n/en/files.ts';
import type { Localizer } from '../i18n/localizer.ts';
import type { StagedFiles } from './staged-files.ts';

/** Opens the system's file dialog. */
export function attachButton(staged: StagedFiles, localizer: Localizer<FileKey>): TemplateResult {
  const label = localizer.t('attachFile');
  const choose = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    void staged.add([...(input.files ?? [])]);
    // The same file may be chosen again.
    input.value = '';
  };
  return html`<button
      type="button"
      class="icon-btn"
      part="attach"
      aria-label=${label}
      title=${label}
      @click=${openDialog}
    >
      ${iconAttach({ size: 18 })}
    </button>
    <input
      type="file"
      hidden
      multiple
      tabindex="-1"
      aria-label=${label}
      accept=${staged.limits.types.join(',')}
      @change=${choose}
    />`;
}

function openDialog(event: Event): void {
  const input = (event.currentTarget as HTMLElement).nextElementSibling;
  if (input instanceof HTMLInputElement) input.click();
}
