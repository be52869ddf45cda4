// What every inbox element looks like before its own styles: dense body text, small targets, own colour scheme.
import { css } from 'lit';

export const elementStyles = css`
  :host {
    --_target: var(--gc-target, 32px);
    display: block;
    font-size: var(--_text-base);
    /* The page below may be of the other scheme than a theme that was fixed here or further up. */
    background: var(--_ground, none);
  }
  :host([theme='light']),
  :host([theme='dark']) {
    --_ground: var(--_surface);
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  .avatar.s20 {
    --size: 20px;
  }
  .avatar.s24 {
    --size: 24px;
  }
  .avatar.s32 {
    --size: 32px;
  }
  .avatar:is(.s20, .s24) .dot {
    --dot: 6px;
  }
  .btn.sm {
    padding-inline: 12px;
    font-size: var(--_text-sm);
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 20px;
    padding-inline: 6px;
    border-radius: 6px;
    font-size: calc(11.5px * var(--_font-scale));
    font-weight: 500;
    color: var(--_on-surface-muted);
    box-shadow: inset 0 0 0 1px var(--_border);
    white-space: nowrap;
  }
  .swatch {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 2px;
    flex: none;
  }
  .swatch.hue-0 {
    background: #4f7cf0;
  }
  .swatch.hue-1 {
    background: #d0573b;
  }
  .swatch.hue-2 {
    background: #2aa186;
  }
  .swatch.hue-3 {
    background: #9464c8;
  }
  .swatch.hue-4 {
    background: #d58a1c;
  }
  .swatch.hue-5 {
    background: #3a9fb4;
  }
  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    padding-inline: 5px;
    border-radius: 5px;
    font-family: inherit;
    font-size: 11px;
    font-weight: 500;
    line-height: 1;
    color: var(--_on-surface-muted);
    background: var(--_surface-hover);
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  @media (pointer: coarse) {
    :host {
      --_target: var(--gc-target-touch, 44px);
    }
  }
`;
