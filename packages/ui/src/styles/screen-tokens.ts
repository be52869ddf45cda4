// The design tokens that the later screens of the widget's panel need. Same rules as the essential ones.

import { css } from 'lit';

export const screenTokens = css`
  :host {
    --_font-mono: var(--gc-font-mono, ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace);
    --_on-primary-soft: var(
      --gc-on-primary-soft,
      light-dark(
        color-mix(in oklab, var(--_primary) 85%, #000),
        color-mix(in oklab, var(--_primary) 37%, #fff)
      )
    );
    --_shadow-md: var(--gc-shadow-md, 0 2px 6px var(--_shade-1), 0 8px 24px var(--_shade-2));
    --_scrim: var(--gc-scrim, light-dark(rgb(26 26 24 / 0.36), rgb(0 0 0 / 0.6)));
    --_on-danger: var(--gc-on-danger, light-dark(#fff, #2d0906));
    --_success: var(--gc-success, light-dark(#1a7a49, #4cc38a));
    --_text-2xl: var(--gc-text-2xl, calc(26px * var(--_font-scale)));
    --_z-menu: var(--gc-z-menu, 10);
    --_z-overlay: var(--gc-z-overlay, 20);
  }
`;
