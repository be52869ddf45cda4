// The look of what stands between and below bubbles: days, meta lines, failures, typing, the pill.

import { css } from 'lit';

export const lineStyles = css`
  .meta,
  .failure {
    grid-row: 3;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 4px;
    min-block-size: 17px;
    margin-block-start: 4px;
    padding-inline: 13px 4px;
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
    font-variant-numeric: tabular-nums;
  }
  .mine > :is(.meta, .failure) {
    justify-content: flex-end;
    padding-inline-start: 0;
  }
  .tick {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .tick.read {
    color: var(--_accent);
  }
  /* Two names for one fade, so that each step starts it again. */
  .fresh .tick {
    animation: gc-tick var(--_duration-fast);
  }
  .fresh .tick:is(.sent, .read) {
    animation-name: gc-tick-again;
  }
  @keyframes gc-tick {
    from {
      opacity: 0;
    }
  }
  @keyframes gc-tick-again {
    from {
      opacity: 0;
    }
  }
  .failure {
    color: var(--_danger);
  }
  .failure button {
    min-block-size: 24px;
    padding-inline: 4px;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .failure button + button {
    color: var(--_on-surface-muted);
    font-weight: 400;
  }

  .day,
  .system,
  .new-line {
    padding-block: 4px;
    margin-block-start: 14px;
    text-align: center;
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
    overflow-wrap: anywhere;
  }
  .transcript li:first-child {
    margin-block-start: 0;
  }
  .day {
    font-weight: 500;
  }
  .new-line {
    color: var(--_danger);
    font-weight: 600;
  }
  .typing {
    display: flex;
    gap: 4px;
    align-items: center;
    block-size: 37px;
    padding-inline: 14px;
  }
  .typing i {
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: var(--_on-surface-subtle);
    animation: gc-typing 1.2s infinite both;
  }
  .typing i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .typing i:nth-child(3) {
    animation-delay: 0.4s;
  }
  @keyframes gc-typing {
    0%,
    60%,
    to {
      opacity: 0.4;
    }
    30% {
      opacity: 1;
    }
  }

  .pill {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 32px;
    padding-inline: 10px;
    border-radius: 99px;
    background: var(--_surface-raised);
    color: var(--_accent);
    font-size: var(--_text-sm);
    font-weight: 600;
    box-shadow:
      var(--_shadow-md),
      0 0 0 1px var(--_border);
    animation: gc-arrive var(--_duration) var(--_ease-out);
  }
  .older {
    block-size: 40px;
    padding-block: 8px;
  }
  .older .skeleton {
    block-size: 24px;
    inline-size: 40%;
    margin-inline: auto;
  }
  .skeletons {
    display: grid;
    gap: 10px;
  }
  .skeletons .skeleton {
    inline-size: 50%;
    block-size: 37px;
    border-radius: var(--_radius-bubble);
    margin-inline-start: 36px;
  }
  .skeletons .own {
    justify-self: end;
  }
  .skeletons .tall {
    inline-size: 66%;
    block-size: 58px;
  }

  @media (prefers-reduced-motion: reduce) {
    .typing i {
      animation: none;
    }
  }
  @media (pointer: coarse) {
    .failure button {
      min-block-size: 44px;
      padding-inline: 10px;
    }
    .pill {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .pill {
      border: 1px solid;
    }
    .typing i {
      background: CanvasText;
    }
  }
`;
