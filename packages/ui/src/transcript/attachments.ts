// Pictures and files inside a message. Owns their boxes, whose size is known before anything is loaded.
// Loaded with the first attachment; refuses to fetch: addresses come from the host.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Attachment } from '@globalchat/core';
import { iconDownload, iconFile } from '../icons/message-icons.ts';
import type { Localizer } from '../localize/localizer.ts';
import type { TranscriptKey } from '../localize/transcript-texts.ts';

export interface AttachmentContext {
  readonly localizer: Localizer<TranscriptKey>;
  /** Address of a picture; undefined while it is asked for, null when there is none. */
  readonly url: (attachment: Attachment) => string | null | undefined;
  readonly open: (attachment: Attachment) => void;
  /** The picture at this address cannot be shown. */
  readonly broken: (attachment: Attachment) => void;
}

/** Longest edges of a picture in the transcript, in pixels. */
const WIDEST = 240;
const HIGHEST = 280;

export function renderAttachments(
  attachments: readonly Attachment[],
  context: AttachmentContext,
): TemplateResult[] {
  return attachments.map((attachment) => {
    const isPicture = /^image\/(?:png|jpeg|gif|webp|avif)$/.test(attachment.type);
    const url = isPicture ? context.url(attachment) : null;
    return url === null ? file(attachment, context) : picture(attachment, url, context);
  });
}

function picture(
  attachment: Attachment,
  url: string | undefined,
  context: AttachmentContext,
): TemplateResult {
  const { width, height } = fit(attachment.width ?? WIDEST, attachment.height ?? (WIDEST * 5) / 8);
  const label = context.localizer.t('openImage', { name: plainName(attachment) });
  // The drawing without content keeps the room, whatever the picture's own size turns out to be.
  return html`<button
    type="button"
    class="shot"
    part="attachment"
    aria-label=${label}
    @click=${() => context.open(attachment)}
  >
    <svg
      class=${url === undefined ? 'skeleton' : ''}
      viewBox="0 0 ${width} ${height}"
      width=${width}
      aria-hidden="true"
    ></svg>
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
      <bdi class="file-name">${plainName(attachment)}</bdi>
      <span class="subtle">${kind(attachment)}${localizer.bytes(attachment.size)}</span>
    </span>
    <span class="vh">${localizer.t('download')}</span>
    ${iconDownload({ size: 18 })}
  </button>`;
}

/** Without the marks that turn text around: "gpj.exe" must not read "exe.jpg". */
function plainName({ name }: Attachment): string {
  return name.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** "PDF · ", from the name's ending; nothing when it has none that looks like one. */
function kind({ name }: Attachment): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  return ending ? `${ending.toUpperCase()} · ` : '';
}

function fit(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
