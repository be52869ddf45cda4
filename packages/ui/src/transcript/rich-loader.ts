// When formatted text and files can be drawn. Owns the lazy chunk, its style sheets in the host's root, and one address
// per picture; refuses to draw. Until the chunk is here a text stands as it was written.

import { html, nothing } from 'lit';
import type { CSSResult, ReactiveControllerHost, TemplateResult } from 'lit';
import type { Attachment, ConversationMessage } from '@globalchat/core';
import type * as chunk from './rich.ts';
import type { TranscriptProps } from './transcript-props.ts';

type Rich = typeof chunk;

/** Whatever Markdown could change; a false alarm only loads the chunk. */
const FORMATTED = /[*_`[]|https?:|^ *(?:[-+]|\d+[.)]) /im;

/** The chunk is code, the same for every transcript of a page. */
let rich: Rich | undefined;

export class RichLoader {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #loading = false;
  readonly #urls = new Map<string, string | null | undefined>();
  readonly #previews = new Map<Blob, string>();
  /** Counts up whenever drawing again would give something else. */
  version = 0;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
  }

  /** Asks for the chunk before it is needed. */
  preload(): void {
    this.#rich();
  }

  text({ content }: ConversationMessage): unknown {
    return FORMATTED.test(content) ? (this.#rich()?.renderMarkdown(content) ?? content) : content;
  }

  /** The files of a message, also those on their way; their names while they cannot be drawn. */
  attachments(message: ConversationMessage, props: TranscriptProps, cancel: () => void): unknown {
    const { attachments, uploads = [], delivery } = message;
    if (uploads.length > 0) {
      const moving = delivery === 'pending';
      return (
        this.#rich()?.renderUploads(uploads, {
          localizer: props.localizer,
          moving,
          preview: this.#preview,
          cancel,
        }) ?? names(uploads)
      );
    }
    if (attachments.length === 0) return nothing;
    return (
      this.#rich()?.renderAttachments(attachments, {
        localizer: props.localizer,
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

  /** Puts the chunk's style sheets where the host is, also after somebody replaced the list. */
  adopt(): void {
    const root = this.#host.shadowRoot ?? this.#host.getRootNode();
    if (!rich || !(root instanceof ShadowRoot)) return;
    const sheets = root.adoptedStyleSheets;
    for (const { styleSheet } of rich.richStyles as CSSResult[]) {
      if (styleSheet && !sheets.includes(styleSheet)) sheets.push(styleSheet);
    }
  }

  #rich(): Rich | undefined {
    if (!rich && !this.#loading) {
      this.#loading = true;
      import('./rich.ts').then(
        (loaded) => {
          rich = loaded;
          this.#changed();
        },
        // Plain text stays readable; the next message that needs more asks again.
        () => (this.#loading = false),
      );
    }
    return rich;
  }

  #open(attachment: Attachment, { fileUrl, localizer }: TranscriptProps): void {
    if (!fileUrl) return;
    rich?.openAttachment({
      attachment,
      picture: this.#urls.get(attachment.path) ?? null,
      fileUrl,
      root: this.#root,
      texts: { download: localizer.t('download'), close: localizer.t('closeImage') },
    });
  }

  get #root(): ParentNode & Node {
    return this.#host.shadowRoot ?? this.#host;
  }

  readonly #preview = (file: Blob): string => {
    const url = this.#previews.get(file) ?? URL.createObjectURL(file);
    this.#previews.set(file, url);
    return url;
  };

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
    this.#changed();
  }

  #changed(): void {
    this.version++;
    this.#host.requestUpdate();
  }
}

function names(files: readonly { readonly name: string }[]): TemplateResult {
  return html`<div class="bubble">${files.map(({ name }) => name).join(', ')}</div>`;
}
