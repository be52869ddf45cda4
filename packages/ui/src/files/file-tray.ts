// The files chosen for the next message, above the text.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconAlert, iconClose } from '../icons/conversation-icons.ts';
import { iconFile } from '../icons/message-icons.ts';
import type { FileKey } from '../i18n/en/files.ts';
import type { Localizer } from '../i18n/localizer.ts';
import { plainName } from './plain-name.ts';
import type { FileLimits, RefusedFile, StagedFiles } from './staged-files.ts';

/** Nothing when there is nothing to show. */
export function fileTray(
  staged: StagedFiles,
  localizer: Localizer<FileKey>,
): TemplateResult | typeof nothing {
  const { files, refused, preparing } = staged;
  if (files.length === 0 && !refused && !preparing) return nothing;
  return html`${refused ? refusal(refused, staged, localizer) : nothing}
    <ul class="files" part="files">
      ${files.map(
        (file, at) =>
          html`<li class="file">
            <span class="thumb">${file.preview ? html`<img src=${file.preview} alt="" />` : iconFile()}</span>
            <span class="txt">
              <span class="file-name"><bdi>${plainName(file.name)}</bdi></span>
              <span class="subtle">${localizer.bytes(file.file.size)}</span>
            </span>
            <button
              type="button"
              class="icon-btn"
              aria-label=${localizer.t('removeFile', { file: plainName(file.name) })}
              @click=${(event: Event) => {
                // Elements are used again from the first on: it is the last that goes.
                if (at === files.length - 1) passFocusOn(event);
                staged.remove(file);
              }}
            >
              ${iconClose({ size: 16 })}
            </button>
          </li>`,
      )}
      ${preparing ? html`<li class="file waiting"><span class="skeleton"></span></li>` : nothing}
    </ul>`;
}

/** The button that was pressed is about to go, and the keyboard must not start over from the top of the page. */
function passFocusOn(event: Event): void {
  const pressed = event.currentTarget as HTMLElement;
  const before = pressed.closest('li')?.previousElementSibling?.querySelector('button');
  const attach = pressed.closest('.composer')?.querySelector<HTMLElement>('[part~="attach"]');
  (before ?? attach)?.focus();
}

function refusal(refused: RefusedFile, staged: StagedFiles, localizer: Localizer<FileKey>): TemplateResult {
  return html`<div class="refused" role="alert">
    ${iconAlert({ size: 16 })}<span>${refusalText(refused, staged.limits, localizer)}</span>
    <button
      type="button"
      class="icon-btn"
      aria-label=${localizer.t('removeFile', { file: plainName(refused.name) })}
      @click=${(event: Event) => {
        passFocusOn(event);
        staged.dismiss();
      }}
    >
      ${iconClose({ size: 16 })}
    </button>
  </div>`;
}

/** One sentence that says why a file was not taken. */
export function refusalText(refused: RefusedFile, limits: FileLimits, localizer: Localizer<FileKey>): string {
  const file = plainName(refused.name);
  switch (refused.code) {
    case 'too_many_files':
      return localizer.t('tooManyFiles', { n: limits.maxFiles });
    case 'upload_not_allowed':
      return localizer.t('filesNotAllowed');
    case 'file_too_large':
      return localizer.t('fileTooLarge', { file, size: localizer.bytes(limits.maxBytes) });
    case 'file_empty':
      return localizer.t('fileEmpty', { file });
    case 'file_type_not_allowed':
      return localizer.t('fileTypeRefused', { file, types: endings(limits) });
    default:
      return localizer.t('uploadStopped');
  }
}

/** "PNG, JPEG, …": the subtypes, which everybody has seen as endings. */
function endings({ types }: FileLimits): string {
  return types.join(', ').replace(/\w+\//g, '').replace('plain', 'txt').toUpperCase();
}
