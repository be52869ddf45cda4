// How a path becomes an icon. Size and stroke width come from the base styles.

import { html } from 'lit';
import type { TemplateResult } from 'lit';

export interface IconOptions {
  /** Pixels; 20 when absent. */
  readonly size?: 14 | 16 | 18 | 20 | 24 | 28;
  /** Mirrored in right-to-left layouts. For arrows that mean back, forward or reply; never for ticks and clocks. */
  readonly flip?: boolean;
  /** Drawn solid. For the launcher's mark and chosen stars. */
  readonly fill?: boolean;
}

export type Icon = (options?: IconOptions) => TemplateResult;

/** Makes an icon of one path. Decorative: hidden from assistive technology. */
export function drawing(path: string): Icon {
  return ({ size = 20, flip = false, fill = false } = {}) =>
    html`<svg
      class="icon s${size}${flip ? ' flip' : ''}${fill ? ' fill' : ''}"
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d=${path} />
    </svg>`;
}
