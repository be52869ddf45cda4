// The files of messages, those on their way too: one address per file, and previews of what is still here. What draws
// them is loaded with the first, and until it is there a file has its name only.

import { html, nothing } from 'lit';
import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { Attachment, ConversationMessage } from '@globalchat/core';
import { plainName } from '../files/plain-name.ts';
import { HostedModule } from '../hosted-module.ts';
import type { ModuleSource } from '../lazy-module.ts';
import type * as filesModule from './files-module.ts';
import type { TranscriptProps } from './transcript-props.ts';

const source: ModuleSource<typeof filesModule> = { load: () => import('./files-module.ts') };

export class FileView extends HostedModule<typeof filesModule> {
  readonly #root: () => ParentNode & Node;
  readonly #urls = new Map<string, string | null | undefined>();
  readonly #previews = new Map<Blob, string>();

  constructor(host: ReactiveControllerHost & HTMLElement) {
    super(host, source);
    this.#root = () => host.shadowRoot ?? host;
  }

  /** @param cancel Drops a message whose files are on their way. */
  render(message: ConversationMessage, props: TranscriptProps, cancel: () => void): unknown {
    const { attachments, uploads = [], delivery } = message;
    const { localizer } = props;
    if (uploads.length > 0) {
      const moving = delivery === 'pending';
      return (
        this.get()?.renderUploads(uploads, { localizer, moving, preview: this.#preview, cancel }) ??
        names(uploads)
      );
    }
    if (attachments.length === 0) return nothing;
    return (
      this.get()?.renderAttachments(attachments, {
        localizer,
        url: (attachment) => this.#url(attachment, props),
        open: (attachment) => this.#open(attachment, props),
        broken: ({ path }) => this.#resolve(path, null),
      }) ?? names(attachments)
    );
  }

  /** Lets the previews go whose message is stored or gone. */
  keepPreviews(messages: readonly ConversationMessage[]): void {
    if (this.#previews.size === 0) return;
    const waiting = new Set(messages.flatMap(({ uploads = [] }) => uploads.map(({ file }) => file)));
    for (const [file, url] of this.#previews) {
      if (waiting.has(file)) continue;
      URL.revokeObjectURL(url);
      this.#previews.delete(file);
    }
  }

  readonly #preview = (file: Blob): string => {
    const url = this.#previews.get(file) ?? URL.createObjectURL(file);
    this.#previews.set(file, url);
    return url;
  };

  #open(attachment: Attachment, { fileUrl, localizer }: TranscriptProps): void {
    if (!fileUrl) return;
    this.get()?.openAttachment({
      attachment,
      picture: this.#urls.get(attachment.path) ?? null,
      fileUrl,
      root: this.#root(),
      texts: { download: localizer.t('download'), close: localizer.t('closeImage') },
    });
  }

  #url(attachment: Attachment, props: TranscriptProps): string | null | undefined {
    const { path } = attachment;
    if (!props.fileUrl) return null;
    if (!this.#urls.has(path)) {
      this.#urls.set(path, undefined);
      props.fileUrl(attachment).then(
        (url) => this.#resolve(path, url),
        () => this.#resolve(path, null),
      );
    }
    return this.#urls.get(path);
  }

  #resolve(path: string, url: string | null): void {
    if (this.#urls.get(path) === url) return;
    this.#urls.set(path, url);
    this.changed();
  }
}

function names(files: readonly { readonly name: string }[]): TemplateResult {
  return html`<div class="bubble">${files.map(({ name }) => plainName(name)).join(', ')}</div>`;
}
