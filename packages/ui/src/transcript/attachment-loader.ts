// When the views of attachments arrive, and the addresses of pictures. Owns the lazy chunk and one answer per file;
// refuses to draw.

import { html } from 'lit';
import type { ReactiveControllerHost } from 'lit';
import type { Attachment, ConversationMessage } from '@globalchat/core';
import type { TranscriptProps } from './transcript-props.ts';

type Views = typeof import('./attachments.ts');

export class AttachmentLoader {
  readonly #host: ReactiveControllerHost & HTMLElement;
  /** Undefined: not asked for. Null: on its way, or it did not arrive. */
  #views: Views | null | undefined;
  readonly #urls = new Map<string, string | null | undefined>();
  /** Counts up whenever rendering again would give something else. */
  version = 0;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
  }

  /** The attachments' templates; their names while the views are not here. */
  render({ attachments }: ConversationMessage, props: TranscriptProps): unknown {
    if (this.#views === undefined) this.#load();
    return (
      this.#views?.renderAttachments(attachments, {
        localizer: props.localizer,
        url: (attachment) => this.#url(attachment, props),
        open: (attachment) => props.onAttachment?.(attachment),
        broken: ({ path }) => this.#resolve(path, null),
      }) ?? html`<div class="bubble">${attachments.map(({ name }) => name).join(', ')}</div>`
    );
  }

  #load(): void {
    this.#views = null;
    import('./attachments.ts').then(
      (views) => {
        const root = this.#host.shadowRoot;
        const sheet = views.attachmentStyles.styleSheet;
        if (root && sheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
        this.#views = views;
        this.#changed();
      },
      // The names stay readable, and the next attachment tries again.
      () => (this.#views = undefined),
    );
  }

  #url(attachment: Attachment, props: TranscriptProps): string | null | undefined {
    const { path } = attachment;
    if (!props.attachmentUrl) return null;
    if (!this.#urls.has(path)) {
      this.#urls.set(path, undefined);
      props.attachmentUrl(attachment).then(
        (url) => this.#resolve(path, url),
        () => this.#resolve(path, null),
      );
    }
    return this.#urls.get(path);
  }

  #resolve(path: string, url: string | null): void {
    if (this.#urls.get(path) === url) return;
    this.#urls.set(path, url);
    this.#changed();
  }

  #changed(): void {
    this.version++;
    this.#host.requestUpdate();
  }
}
