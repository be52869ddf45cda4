// A conversation as a document of its own, to read, print and keep: no script, nothing from elsewhere, and no link but
// the safe ones of a message. Built of nodes; no text of anybody is ever read as HTML.

import { html, nothing, render } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { plainName, renderMarkdown } from '@globalchat/ui';
import type { ConversationKey, Localizer, ScreenKey, TranscriptKey } from '@globalchat/ui';

export type TranscriptLocalizer = Localizer<ConversationKey | ScreenKey | TranscriptKey>;

export interface TranscriptDocumentOptions {
  readonly title: string;
  /** Oldest first. */
  readonly messages: readonly ConversationMessage[];
  readonly localizer: TranscriptLocalizer;
  /** Who answers where a message does not say it. */
  readonly team: string;
}

/** The last word over what a reader's browser may do with it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { margin: 2rem 0 .5rem; font-size: .9rem; font-weight: 600; opacity: .75 }
ol.messages { list-style: none; margin: 0; padding: 0 }
ol.messages > li { margin: 0 0 1rem; padding-inline-start: .75rem; border-inline-start: 3px solid #8884 }
ol.messages > li.visitor { border-color: #2350d8 }
header { font-size: .9rem } header b { margin-inline-end: .5rem } time { opacity: .75; font-variant-numeric: tabular-nums }
.text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }
.text p { margin: 0 0 .5rem } .text ol { list-style: none; padding-inline-start: 1rem } .text ol li { display: flex; gap: .35rem }
pre { white-space: pre-wrap; padding: .5rem; background: #8882 }
ul.files { margin: .25rem 0 0; font-size: .9rem }
@media print { body { margin: 0 } ol.messages > li { break-inside: avoid } }
`;

/** The text of the whole file. Deleted messages are not in it. */
export function transcriptDocument({ title, ...options }: TranscriptDocumentOptions): string {
  const { locale, dir } = options.localizer;
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = locale;
  page.documentElement.dir = dir;
  const policy = page.createElement('meta');
  policy.httpEquiv = 'Content-Security-Policy';
  policy.content = POLICY;
  const viewport = page.createElement('meta');
  viewport.name = 'viewport';
  viewport.content = 'width=device-width';
  page.head.append(policy, viewport);
  const body = document.createElement('div');
  render(
    html`<h1>${title}</h1>
      ${days(options)}`,
    body,
  );
  // Marks of the templates.
  const marks = document.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments: Comment[] = [];
  while (marks.nextNode()) comments.push(marks.currentNode as Comment);
  for (const comment of comments) comment.remove();
  page.body.append(...body.childNodes);
  const text = new XMLSerializer().serializeToString(page.documentElement);
  // As text: an element with a style would be held against the page's own policy.
  return `<!doctype html>\n${text.replace('</head>', () => `<meta charset="utf-8"/><style>${STYLE}</style></head>`)}\n`;
}

function days({ messages, localizer, team }: Omit<TranscriptDocumentOptions, 'title'>): TemplateResult[] {
  const day = new Intl.DateTimeFormat(localizer.locale, { dateStyle: 'full' });
  const groups: (readonly [date: string, messages: ConversationMessage[]])[] = [];
  for (const message of messages) {
    if (message.deletedAt !== null) continue;
    const date = day.format(message.createdAt);
    const last = groups.at(-1);
    if (last?.[0] === date) last[1].push(message);
    else groups.push([date, [message]]);
  }
  return groups.map(
    ([date, group]) =>
      html`<h2>${date}</h2>
        <ol class="messages">
          ${group.map((message) => entry(message, localizer, team))}
        </ol>`,
  );
}

function entry(message: ConversationMessage, localizer: TranscriptLocalizer, team: string): TemplateResult {
  const { attachments, content, createdAt, delivery, senderType, uploads = [] } = message;
  const name = nameOf(message, localizer, team);
  const files = [...attachments, ...uploads];
  return html`<li class=${senderType}>
    <header>
      ${name && html`<b><bdi>${name}</bdi></b>`}<time datetime=${new Date(createdAt).toISOString()}
        >${localizer.time(createdAt)}</time
      >${delivery === 'failed' ? html` ${localizer.t('notSent')}` : nothing}
    </header>
    ${content && html`<div class="text">${renderMarkdown(content)}</div>`}
    ${
      files.length > 0
        ? html`<ul class="files">
            ${files.map((file) => html`<li><bdi>${plainName(file.name)}</bdi> (${localizer.bytes(file.size)})</li>`)}
          </ul>`
        : nothing
    }
  </li>`;
}

function nameOf(
  { senderType, senderName }: ConversationMessage,
  localizer: TranscriptLocalizer,
  team: string,
): string {
  if (senderType === 'system') return '';
  return senderType === 'visitor' ? localizer.t('you') : senderName || team || localizer.t('team');
}
