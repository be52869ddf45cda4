// Files of a message that is still on its way: a preview, how far each has come, and the way to stop it. Takes the same
// room as the files will when they are there, so that nothing moves when the message arrives.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { FileUpload } from '@globalchat/core';
import { kindOf, plainName } from '../files/plain-name.ts';
import { iconClose } from '../icons/conversation-icons.ts';
import { iconFile } from '../icons/message-icons.ts';
import { fileTexts } from '../i18n/en/files.ts';
import type { FileKey } from '../i18n/en/files.ts';
import { extension } from '../i18n/localizer.ts';
import type { Localizer } from '../i18n/localizer.ts';
import type { TranscriptKey } from '../i18n/en/transcript.ts';
import { pictureFrame } from './picture-frame.ts';

export interface UploadContext {
  readonly localizer: Localizer<TranscriptKey>;
  /** False once the message failed: nothing moves then. */
  readonly moving: boolean;
  /** Address of a picture that is still here. */
  readonly preview: (file: Blob) => string;
  /** Drops the message and with it its uploads. */
  readonly cancel: () => void;
}

const withFileTexts = extension(fileTexts);

export function renderUploads(uploads: readonly FileUpload[], context: UploadContext): TemplateResult[] {
  const words = withFileTexts(context.localizer);
  return uploads.map((upload) => {
    const drawn = upload.width !== undefined && upload.height !== undefined;
    return drawn ? picture(upload, context, words) : card(upload, context, words);
  });
}

type Words = Localizer<TranscriptKey | FileKey>;

function picture(upload: FileUpload, context: UploadContext, words: Words): TemplateResult {
  return html`<div class="shot" part="attachment">
    ${pictureFrame(upload)}<img src=${context.preview(upload.file)} alt=${plainName(upload.name)} />
    ${progress(upload, context, words)}
  </div>`;
}

function card(upload: FileUpload, context: UploadContext, words: Words): TemplateResult {
  return html`<div class="filecard" part="attachment">
    <span class="tile">${iconFile()}</span>
    <span class="txt">
      <span class="file-name"><bdi>${plainName(upload.name)}</bdi></span>
      <span class="subtle">${kindOf(upload.name)}${words.bytes(upload.size)}</span>
    </span>
    ${progress(upload, context, words)}
  </div>`;
}

function progress(
  { name, progress: share }: FileUpload,
  { moving, cancel }: UploadContext,
  words: Words,
): TemplateResult | typeof nothing {
  if (!moving) return nothing;
  const file = plainName(name);
  const percent = Math.round(share * 100);
  return html`<progress max="100" .value=${percent} aria-label=${words.t('uploading', { file })}></progress>
    ${
      percent < 100
        ? html`<button
            type="button"
            class="icon-btn stop"
            aria-label=${words.t('cancelUpload', { file })}
            @click=${cancel}
          >
            ${iconClose({ size: 16 })}
          </button>`
        : nothing
    }`;
}
