// The safe subset of Markdown that messages are written in: paragraphs, lists, fenced code. Headings, quotes, tables,
// images and HTML stay text.

import { html, render } from 'lit';
import type { TemplateResult } from 'lit';
import { renderInline } from './inline.ts';
import type { Inline } from './inline.ts';

interface Item {
  /** As it was typed, with what stands behind it; empty for a bullet. */
  readonly number: string;
  text: string;
}

const CODE_FENCE = '```';
/** Characters that turn the direction of what stands behind them, an address among it. */
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Not what stands before an amount: a minus is no bullet, and a plus opens telephone numbers. */
const BULLET = /^ {0,3}[-*] +(?![\p{N}\p{Sc}])(?=\S)/u;
const NUMBER = /^ {0,3}(\d{1,3}[.)] +)(?=\S)/;

/**
 * A message's text as Lit templates, for a parent with `white-space: pre-wrap`. Never HTML strings; linear in the length.
 * Links open a new tab and pass no rank.
 */
export function renderMarkdown(text: string): TemplateResult | Inline[] {
  const lines = text.replace(DIRECTION_MARKS, '').trimEnd().split('\n');
  const blocks: (TemplateResult | Inline[])[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (opensFence(line)) {
      const start = ++at;
      while (at < lines.length && !lines[at]?.startsWith(CODE_FENCE)) at++;
      blocks.push(code(lines.slice(start, at++).join('\n')));
    } else if (BULLET.test(line) || NUMBER.test(line)) {
      const items: Item[] = [];
      const mark = BULLET.test(line) ? BULLET : NUMBER;
      for (; at < lines.length; at++) {
        const next = lines[at] ?? '';
        const found = mark.exec(next);
        const last = items.at(-1);
        if (found) items.push({ number: found[1] ?? '', text: next.slice(found[0].length) });
        else if (last && /^ {2,}\S/.test(next)) last.text += `\n${next.trimStart()}`;
        else break;
      }
      blocks.push(mark === BULLET ? bullets(items) : numbers(items));
    } else if (line.trim() === '') {
      at++;
    } else {
      const start = at;
      while (at < lines.length && (at === start || continuesParagraph(lines[at] ?? ''))) at++;
      blocks.push(renderInline(lines.slice(start, at).join('\n')));
    }
  }
  const [first] = blocks;
  if (blocks.length === 1 && first) return first;
  return html`${blocks.map((block) => (Array.isArray(block) ? html`<p>${block}</p>` : block))}`;
}

/** What one reads when it is drawn, and nothing of how it was written; paragraphs, items and code on lines of their own. */
export function textOf(text: string): string {
  const drawn = document.createElement('div');
  render(renderMarkdown(text), drawn);
  for (const block of drawn.querySelectorAll('p, li, pre')) block.append('\n');
  return drawn.textContent.trimEnd();
}

// No space between tags: the parent shows white space as it is.
// prettier-ignore
const code = (text: string): TemplateResult => html`<pre tabindex="0"><code>${text}</code></pre>`;
// prettier-ignore
const bullets = (items: readonly Item[]): TemplateResult => html`<ul>${items.map(({ text }) => html`<li>${renderInline(text)}</li>`)}</ul>`;
/** The numbers are text, as they were typed: a list of the browser's own would count on from the first one. */
// prettier-ignore
const numbers = (items: readonly Item[]): TemplateResult => html`<ol>${items.map(
  ({ number, text }) => html`<li><span>${number}</span><div>${renderInline(text)}</div></li>`,
)}</ol>`;

/** Three backticks that are not closed in the same line. */
function opensFence(line: string): boolean {
  return line.startsWith(CODE_FENCE) && !line.includes(CODE_FENCE, CODE_FENCE.length);
}

function continuesParagraph(line: string): boolean {
  return line.trim() !== '' && !opensFence(line) && !BULLET.test(line) && !NUMBER.test(line);
}
