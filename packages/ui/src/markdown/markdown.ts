// The safe subset of Markdown that messages are written in. Owns the blocks: paragraphs, lists, fenced code;
// refuses headings, quotes, tables, images and HTML, which stay text.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { renderInline } from './inline.ts';
import type { Inline } from './inline.ts';

const FENCE = '```';
/** Characters that turn the direction of what stands behind them, an address among it. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
const BULLET = /^ {0,3}[-*+] +(?=\S)/;
const NUMBER = /^ {0,3}(\d{1,3})[.)] +(?=\S)/;

/**
 * A message's text as Lit templates, for a parent with `white-space: pre-wrap`. Never HTML strings; linear in the length.
 * Links open a new tab and pass no rank.
 */
export function renderMarkdown(text: string): TemplateResult | Inline[] {
  const lines = text.replace(TURNING, '').trimEnd().split('\n');
  const blocks: (TemplateResult | Inline[])[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (opensFence(line)) {
      const start = ++at;
      while (at < lines.length && !lines[at]?.startsWith(FENCE)) at++;
      blocks.push(code(lines.slice(start, at++).join('\n')));
    } else if (BULLET.test(line) || NUMBER.test(line)) {
      const items: string[] = [];
      const mark = BULLET.test(line) ? BULLET : NUMBER;
      for (; at < lines.length; at++) {
        const next = lines[at] ?? '';
        if (mark.test(next)) items.push(next.replace(mark, ''));
        else if (/^ {2,}\S/.test(next)) items.push(`${items.pop() ?? ''}\n${next.trimStart()}`);
        else break;
      }
      const content = items.map((item) => html`<li>${renderInline(item)}</li>`);
      blocks.push(mark === BULLET ? bullets(content) : numbers(content, NUMBER.exec(line)?.[1] ?? '1'));
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

// No space between tags: the parent shows white space as it is.
// prettier-ignore
const code = (text: string): TemplateResult => html`<pre tabindex="0"><code>${text}</code></pre>`;
// prettier-ignore
const bullets = (items: TemplateResult[]): TemplateResult => html`<ul>${items}</ul>`;
// prettier-ignore
const numbers = (items: TemplateResult[], start: string): TemplateResult => html`<ol start=${start}>${items}</ol>`;

/** Three backticks that are not closed in the same line. */
function opensFence(line: string): boolean {
  return line.startsWith(FENCE) && !line.includes(FENCE, FENCE.length);
}

function continuesParagraph(line: string): boolean {
  return line.trim() !== '' && !opensFence(line) && !BULLET.test(line) && !NUMBER.test(line);
}
