// The design tokens that only the inbox needs. Same rules as the essential ones.

import { css } from 'lit';

export const inboxTokens = css`
  :host {
    --_surface-sunken: var(--gc-surface-sunken, light-dark(#f8f7f4, #111213));
    --_note: var(--gc-note, light-dark(#fff5d1, #2e2710));
    --_on-note: var(--gc-on-note, light-dark(#463704, #f3e3ae));
    --_on-note-muted: var(--gc-on-note-muted, light-dark(#6b5610, #cdbb7e));
    --_note-border: var(--gc-note-border, light-dark(#ead68f, #5a4d20));
    --_warning: var(--gc-warning, light-dark(#8f5f00, #e3b352));
    --_text-xl: var(--gc-text-xl, calc(22px * var(--_font-scale)));
  }
`;
