// What happens when a file in the transcript is chosen: a picture is shown large in a dialog, anything else is saved.

import { html, render } from 'lit';
import type { Attachment } from '@globalchat/core';
import { plainName } from '../files/plain-name.ts';
import { iconClose } from '../icons/conversation-icons.ts';
import { iconDownload } from '../icons/message-icons.ts';

export type FileUrl = (attachment: Attachment, options?: { readonly download?: boolean }) => Promise<string>;

export interface OpenAttachmentOptions {
  readonly attachment: Attachment;
  /** Address of the picture that is shown already; null when it is no picture. */
  readonly picture: string | null;
  readonly fileUrl: FileUrl;
  /** Where the dialog belongs: beside the transcript, so that it has its styles. */
  readonly root: ParentNode & Node;
  readonly texts: { readonly download: string; readonly close: string };
}

export function openAttachment(options: OpenAttachmentOptions): void {
  if (options.picture === null) void save(options);
  else show(options, options.picture);
}

/** The address says that it is a file to keep, so the page stays. A file that is gone by now changes nothing. */
async function save({ attachment, fileUrl }: OpenAttachmentOptions): Promise<void> {
  const link = document.createElement('a');
  try {
    link.href = await fileUrl(attachment, { download: true });
  } catch (cause) {
    console.warn('[Global Chat] not_found: the file could not be opened.', cause);
    return;
  }
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.click();
}

function show(options: OpenAttachmentOptions, url: string): void {
  const { attachment, root, texts } = options;
  const dialog = document.createElement('dialog');
  const close = (): void => dialog.close();
  dialog.className = 'lightbox';
  dialog.setAttribute('part', 'lightbox');
  dialog.ariaLabel = plainName(attachment.name);
  dialog.addEventListener('close', () => dialog.remove());
  // Esc closes the picture, and not what lies below it.
  dialog.addEventListener('keydown', (event) => event.key === 'Escape' && event.stopPropagation());
  // Around the picture is outside: a press there closes, as everywhere.
  dialog.addEventListener('click', (event) => event.target === dialog && close());
  render(
    html`<div class="lightbox-bar">
        <span class="file-name"><bdi>${plainName(attachment.name)}</bdi></span>
        <button
          type="button"
          class="icon-btn"
          aria-label=${texts.download}
          @click=${() => void save(options)}
        >
          ${iconDownload({ size: 18 })}
        </button>
        <button type="button" class="icon-btn" aria-label=${texts.close} @click=${close}>
          ${iconClose({ size: 18 })}
        </button>
      </div>
      <img src=${url} alt=${plainName(attachment.name)} />`,
    dialog,
  );
  root.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('.icon-btn:last-of-type')?.focus();
}
