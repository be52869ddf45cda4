// Bold, italic, code and links inside one block of text: a single pass from left to right, linear in the length for any
// input. No HTML, no images, no nesting beyond one of each kind, and no character that it does not understand is lost.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { disguises, safeHref, shownAddress, targetOf } from './safe-href.ts';

/** What Lit can put into a child position. */
export type Inline = string | TemplateResult;

interface Frame {
  readonly marker: string;
  readonly parts: Inline[];
}

const INLINE_TOKEN = /`{1,3}|\*+|_+|\[|\bhttps?:\/\/[^\s<>"`]+/i;
const WORD_CHARACTER = /[A-Za-z0-9]/;
/**
 * Where a typed address ends: quotes and dots of print, the marks of Chinese, Japanese and Arabic, and full stops of other
 * scripts, which before a Latin letter or digit part the names of a host.
 */
const ADDRESS_END =
  /[\u2018-\u201f\u2026\u2039\u203a\u00ab\u00bb\u3001\u3008-\u3011\u3014-\u301f\uff01-\uff0d\uff1a-\uff20\uff3b-\uff3d\uff5b-\uff65\u060c\u061b\u061f]|[\u3002\uff0e\uff61\u06d4](?![a-z\d])/i;

export function renderInline(text: string, links = true): Inline[] {
  if (!INLINE_TOKEN.test(text)) return [text];
  const token = new RegExp(INLINE_TOKEN, 'gi');
  const nextBracket = forwardSearch(text, ']');
  const nextParenthesis = forwardSearch(text, ')');
  const nextCode = new Map<string, (from: number) => number>();
  // At most one open frame per kind of marker, so that giving up on one costs a constant number of moves.
  const frames: [Frame, ...Frame[]] = [{ marker: '', parts: [] }];
  let written = 0;

  const add = (part: Inline): void => {
    const { parts } = frames.at(-1) ?? frames[0];
    const last = parts.at(-1);
    if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part;
    else if (part !== '') parts.push(part);
  };
  /** Writes the text before `at`, then `part` in place of what lies between `at` and `end`. */
  const replace = (at: number, end: number, part?: Inline): void => {
    add(text.slice(written, at));
    if (part !== undefined) add(part);
    written = token.lastIndex = end;
  };
  /** Folds the innermost frame, never closed, back into plain text. */
  const giveUp = (): void => {
    const frame = frames.pop();
    if (!frame) return;
    add(frame.marker);
    frame.parts.forEach(add);
  };

  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const at = match.index;
    const mark = match[0];
    const end = at + mark.length;
    const kind = mark.charAt(0);

    if (kind === '`') {
      let search = nextCode.get(mark);
      if (!search) nextCode.set(mark, (search = forwardSearch(text, mark)));
      const close = search(end);
      if (close > end) replace(at, close + mark.length, html`<code>${text.slice(end, close)}</code>`);
    } else if (kind === '[') {
      const close = links ? nextBracket(end) : -1;
      const stop = close > end && text.charAt(close + 1) === '(' ? nextParenthesis(close) : -1;
      if (stop > 0)
        replace(
          at,
          stop + 1,
          link(text.slice(end, close), text.slice(close + 2, stop), text.slice(at, stop + 1)),
        );
    } else if (kind === '*' || kind === '_') {
      const before = text.charAt(at - 1);
      const after = text.charAt(end);
      const inWord =
        (kind === '_' || mark.length === 1) && WORD_CHARACTER.test(before) && WORD_CHARACTER.test(after);
      const depth = frames.findLastIndex((frame) => frame.marker === mark);
      // Two underscores stand around names of programs.
      if (inWord || mark.length > (kind === '_' ? 1 : 3)) continue;
      if (depth < 0 && /\S/.test(after)) {
        replace(at, end);
        frames.push({ marker: mark, parts: [] });
      } else if (depth > 0 && /\S/.test(before)) {
        replace(at, end);
        while (frames.length - 1 > depth) giveUp();
        const parts = frames.pop()?.parts ?? [];
        add(emphasis(mark.length, parts));
      }
    } else if (links) {
      const address = withoutTrail(
        mark,
        frames.some(({ marker }) => marker === '_'),
      );
      const href = safeHref(address);
      if (href !== null) replace(at, at + address.length, anchor(href, [shownAddress(address, href)], 'ltr'));
    }
  }
  add(text.slice(written));
  while (frames.length > 1) giveUp();
  return frames[0].parts;
}

function emphasis(weight: number, parts: Inline[]): TemplateResult {
  if (weight === 1) return html`<em>${parts}</em>`;
  return weight === 2 ? html`<strong>${parts}</strong>` : html`<strong><em>${parts}</em></strong>`;
}

/** A link, or the text as it was written when its target is not allowed. A label that names another host has the real one behind it. */
function link(label: string, address: string, written: string): Inline {
  const href = safeHref(address.trim());
  if (href === null) return written;
  const parts = renderInline(label, false);
  return anchor(href, disguises(label, href) ? [...parts, html` <bdi>(${targetOf(href)})</bdi>`] : parts);
}

/** @param dir Of an address, which ends with its last slash in every language; a label runs its own way. */
function anchor(href: string, parts: Inline[], dir: 'ltr' | 'auto' = 'auto'): TemplateResult {
  return html`<a href=${href} dir=${dir} title=${href} target="_blank" rel="noopener nofollow ugc"
    >${parts}</a
  >`;
}

/** The address without the punctuation of the sentence around it, and without the marker that closes emphasis. */
function withoutTrail(written: string, inItalics: boolean): string {
  const stop = written.search(ADDRESS_END);
  const address = stop < 0 ? written : written.slice(0, stop);
  const trail = inItalics ? '.,:;!?\'"*]}_' : '.,:;!?\'"*]}';
  let stray = count(address, ')') - count(address, '(');
  let end = address.length;
  for (; end > 0; end--) {
    const last = address.charAt(end - 1);
    if (last === ')' ? stray-- <= 0 : !trail.includes(last)) break;
  }
  return address.slice(0, end);
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

/** `indexOf` for positions that only grow: each character is looked at once over all calls. */
function forwardSearch(text: string, wanted: string): (from: number) => number {
  let found = -2;
  return (from) => (found !== -1 && found < from ? (found = text.indexOf(wanted, from)) : found);
}
