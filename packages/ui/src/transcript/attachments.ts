// Pictures and files inside a message, in boxes whose size is known before anything is loaded.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Attachment } from '@globalchat/core';
import { kindOf, plainName } from '../files/plain-name.ts';
import { iconDownload, iconFile } from '../icons/message-icons.ts';
import type { Localizer } from '../i18n/localizer.ts';
import type { TranscriptKey } from '../i18n/en/transcript.ts';
import { pictureFrame } from './picture-frame.ts';

export interface AttachmentContext {
  readonly localizer: Localizer<TranscriptKey>;
  /** Address of a picture; undefined while it is asked for, null when there is none. */
  readonly url: (attachment: Attachment) => string | null | undefined;
  readonly open: (attachment: Attachment) => void;
  /** The picture at this address cannot be shown. */
  readonly broken: (attachment: Attachment) => void;
}

export function renderAttachments(
  attachments: readonly Attachment[],
  context: AttachmentContext,
): TemplateResult[] {
  return attachments.map((attachment) => {
    const isPicture = /^image\/(?:png|jpeg|gif|webp)$/.test(attachment.type);
    const url = isPicture ? context.url(attachment) : null;
    return url === null ? file(attachment, context) : picture(attachment, url, context);
  });
}

function picture(
  attachment: Attachment,
  url: string | undefined,
  context: AttachmentContext,
): TemplateResult {
  const label = context.localizer.t('openImage', { name: plainName(attachment.name) });
  return html`<button
    type="button"
    class="shot"
    part="attachment"
    aria-label=${label}
    @click=${() => context.open(attachment)}
  >
    ${pictureFrame(attachment, url === undefined)}
    ${
      url === undefined
        ? nothing
        : html`<img src=${url} alt="" decoding="async" @error=${() => context.broken(attachment)} />`
    }
  </button>`;
}

function file(attachment: Attachment, { localizer, open }: AttachmentContext): TemplateResult {
  return html`<button type="button" class="filecard" part="attachment" @click=${() => open(attachment)}>
    <span class="tile">${iconFile()}</span>
    <span class="txt">
      <span class="file-name"><bdi>${plainName(attachment.name)}</bdi></span>
      <span class="subtle">${kindOf(attachment.name)}${localizer.bytes(attachment.size)}</span>
    </span>
    <span class="vh">${localizer.t('download')}</span>
    ${iconDownload({ size: 18 })}
  </button>`;
}
