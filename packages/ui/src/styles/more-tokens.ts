// The design tokens that only the inbox and the widget's later parts need. Same rules as the essential ones.

import { css } from 'lit';

export const moreTokens = css`
  :host {
    --_surface-sunken: var(--gc-surface-sunken, light-dark(#f8f7f4, #111213));
    --_scrim: var(--gc-scrim, light-dark(rgb(26 26 24 / 0.36), rgb(0 0 0 / 0.6)));
    --_note: var(--gc-note, light-dark(#fff5d1, #2e2710));
    --_on-note: var(--gc-on-note, light-dark(#463704, #f3e3ae));
    --_on-note-muted: var(--gc-on-note-muted, light-dark(#6b5610, #cdbb7e));
    --_note-border: var(--gc-note-border, light-dark(#ead68f, #5a4d20));
    --_on-danger: var(--gc-on-danger, light-dark(#fff, #2d0906));
    --_success: var(--gc-success, light-dark(#1a7a49, #4cc38a));
    --_on-success: var(--gc-on-success, light-dark(#fff, #06210f));
    --_success-soft: var(--gc-success-soft, light-dark(#e8f5ec, #16301f));
    --_on-success-soft: var(--gc-on-success-soft, light-dark(#125c37, #8fe2b7));
    --_warning: var(--gc-warning, light-dark(#8f5f00, #e3b352));
    --_on-warning: var(--gc-on-warning, light-dark(#fff, #241800));
    --_text-xl: var(--gc-text-xl, calc(22px * var(--_font-scale)));
    --_text-2xl: var(--gc-text-2xl, calc(26px * var(--_font-scale)));
    --_radius-xs: var(--gc-radius-xs, calc(var(--_radius) * 0.333));
    --_ease-in: var(--gc-ease-in, cubic-bezier(0.4, 0, 1, 1));
    --_z-menu: var(--gc-z-menu, 10);
    --_z-overlay: var(--gc-z-overlay, 20);
  }
`;
