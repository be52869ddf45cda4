// A person's face: a picture, or initials on one of six hues. Only safe addresses become pictures.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

export interface AvatarOptions {
  readonly name: string | null;
  readonly url: string | null;
  /** Pixels. */
  readonly size: 20 | 24 | 28 | 32 | 36 | 40 | 48 | 56;
  /** Draws the presence dot: filled when true, hollow when false, none when absent. */
  readonly online?: boolean;
}

/** Decorative: hidden from assistive technology, since the name always stands beside it. */
export function avatar({ name, url, size, online }: AvatarOptions): TemplateResult {
  const picture = safePictureUrl(url);
  const label = name?.trim() ?? '';
  return html`<span class="avatar s${size} hue-${hue(label)}" aria-hidden="true"
    >${
      picture === null
        ? nothing
        : html`<img src=${picture} alt="" referrerpolicy="no-referrer" @load=${onLoad} @error=${onError} />`
    }<b>${initials(label)}</b>${online === undefined ? nothing : html`<i class=${online ? 'dot' : 'dot away'}></i>`}</span
  >`;
}

/** Up to two letters: of the first and last word, or the two first of a word with digits ("Visitor 4F2A" is 4F). */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const last = words.at(-1);
  if (last === undefined) return '';
  const picked = /\d/.test(last)
    ? letters(last, 2)
    : letters(words[0] ?? '', 1) + (words.length > 1 ? letters(last, 1) : '');
  return picked.toLocaleUpperCase();
}

function letters(word: string, count: number): string {
  const found = word.match(/[\p{L}\p{N}]\p{M}*/gu) ?? [];
  return found.slice(0, count).join('');
}

/** The same name has the same hue, everywhere. */
function hue(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % 6;
}

/** Only https, or http of the page's own origin; so no `data:`, no `javascript:`, no mixed content. */
function safePictureUrl(url: string | null): string | null {
  if (!url || !URL.canParse(url, location.href)) return null;
  const { protocol, origin, href } = new URL(url, location.href);
  return protocol === 'https:' || (protocol === 'http:' && origin === location.origin) ? href : null;
}

// A picture that cannot be shown gives way to the initials, and comes back when its address changes.
function onError(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}

function onLoad(event: Event): void {
  (event.target as HTMLImageElement).hidden = false;
}
