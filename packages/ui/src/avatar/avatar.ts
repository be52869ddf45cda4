// A person's face: a picture, or initials on one of six hues. Only safe addresses become pictures.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { hueOf, initials, safePictureUrl } from './face.ts';

export interface AvatarOptions {
  readonly name: string | null;
  readonly url: string | null;
  /** Pixels; 20, 24 and 32 are in the styles of the inbox. */
  readonly size: 20 | 24 | 28 | 32 | 36 | 40 | 48;
  /** Draws the presence dot: filled when true, hollow when false, none when absent. */
  readonly online?: boolean;
}

/** Decorative: hidden from assistive technology, since the name always stands beside it. */
export function avatar({ name, url, size, online }: AvatarOptions): TemplateResult {
  const picture = safePictureUrl(url);
  const label = name?.trim() ?? '';
  return html`<span class="avatar s${size} hue-${hueOf(label)}" aria-hidden="true"
    >${
      picture === null
        ? nothing
        : html`<img src=${picture} alt="" referrerpolicy="no-referrer" @load=${onLoad} @error=${onError} />`
    }<b>${initials(label)}</b>${online === undefined ? nothing : html`<i class=${online ? 'dot' : 'dot away'}></i>`}</span
  >`;
}

// A picture that cannot be shown gives way to the initials, and comes back when its address changes.
function onError(event: Event): void {
  (event.target as HTMLImageElement).hidden = true;
}

function onLoad(event: Event): void {
  (event.target as HTMLImageElement).hidden = false;
}
