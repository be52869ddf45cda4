// Buttons with words, and the rarer variants of icons, badges and text.

import { css } from 'lit';

export const buttonStyles = css`
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: var(--_target);
    padding-inline: 14px;
    border-radius: var(--_radius-sm);
    font-size: var(--_text-base);
    font-weight: 500;
    line-height: 1.2;
    text-align: center;
    transition: background var(--_duration-fast);
  }
  .btn.primary {
    background: var(--_primary);
    color: var(--_on-primary);
  }
  .btn.primary:not([aria-disabled='true'], :disabled):hover {
    background: var(--_primary-hover);
  }
  .btn.quiet {
    background: var(--_surface-raised);
    box-shadow:
      inset 0 0 0 1px var(--_border),
      var(--_shadow-sm);
  }
  .btn.ghost {
    color: var(--_on-surface-muted);
    padding-inline: 10px;
  }
  .btn.quiet:hover,
  .btn.ghost:hover {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }
  .btn.link {
    color: var(--_accent);
    padding-inline: 8px;
  }
  .btn.danger {
    color: var(--_danger);
  }
  .btn.solid-danger {
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .btn.wide {
    inline-size: 100%;
  }
  .btn.tall {
    min-block-size: 44px;
    font-size: var(--_text-md);
    border-radius: calc(var(--_radius-sm) + 2px);
  }
  .btn[aria-disabled='true'],
  .btn:disabled {
    background: var(--_surface-hover);
    color: var(--_on-surface-subtle);
    cursor: default;
  }

  .icon-btn.small {
    inline-size: 28px;
    block-size: 28px;
  }
  .icon.s18 {
    inline-size: 18px;
    block-size: 18px;
  }
  .icon.s24 {
    inline-size: 24px;
    block-size: 24px;
  }
  .icon.s28 {
    inline-size: 28px;
    block-size: 28px;
  }
  .icon.fill {
    fill: currentColor;
  }
  .badge.alert {
    background: light-dark(#c0302b, #c93a34);
    color: #fff;
  }
  .muted {
    color: var(--_on-surface-muted);
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  @media (forced-colors: active) {
    .btn {
      border: 1px solid;
    }
  }
`;
