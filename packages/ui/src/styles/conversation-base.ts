// The looks that a conversation needs: reset, focus ring, icons, icon buttons, badge, strips.

import { css } from 'lit';

export const essentials = css`
  :host {
    font-family: var(--gc-font, inherit);
    font-size: var(--_text-md);
    line-height: var(--_leading);
    color: var(--_on-surface);
    text-align: start;
    letter-spacing: normal;
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  button,
  input,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
    margin: 0;
  }
  button {
    border: 0;
    background: none;
    padding: 0;
    cursor: pointer;
    text-align: start;
    touch-action: manipulation;
  }
  p,
  h1,
  h2,
  h3,
  ol,
  ul,
  dl,
  dd,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  h1,
  h2,
  h3 {
    font-weight: 600;
    letter-spacing: -0.015em;
  }
  ol,
  ul {
    list-style: none;
  }
  a {
    color: var(--_accent);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  ::selection {
    background: color-mix(in oklab, var(--_accent) 28%, transparent);
  }

  .truncate {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    min-inline-size: 0;
  }

  .icon {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .icon.s16 {
    inline-size: 16px;
    block-size: 16px;
    stroke-width: 2;
  }
  .icon.flip:dir(rtl) {
    transform: scaleX(-1);
  }

  .icon-btn {
    inline-size: var(--_target);
    block-size: var(--_target);
    display: inline-grid;
    place-items: center;
    flex: none;
    border-radius: var(--_radius-sm);
    color: var(--_on-surface-muted);
    transition:
      background var(--_duration-fast),
      color var(--_duration-fast);
  }
  .icon-btn:hover,
  .icon-btn[aria-expanded='true'] {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }

  .badge {
    display: inline-grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    padding-inline: 6px;
    border-radius: 99px;
    background: var(--_primary);
    color: var(--_on-primary);
    font-size: var(--_text-xs);
    font-weight: 600;
    line-height: 1;
    font-variant-numeric: tabular-nums;
  }
  .strip {
    flex: none;
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 8px 16px;
    font-size: var(--_text-sm);
    line-height: 1.35;
  }
  .strip button {
    min-block-size: 28px;
    padding-inline: 4px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .strip.warn {
    background: var(--_warning-soft);
    color: var(--_on-warning-soft);
  }
  .strip.bad {
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
  }

  @media (forced-colors: active) {
    :focus-visible {
      outline-color: Highlight;
    }
    .badge {
      border: 1px solid;
    }
  }
`;
