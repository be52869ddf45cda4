// How the launcher answers the pointer, and how its own picture lies on it: nothing that a first look needs.

import { css } from 'lit';

export const launcherHoverStyles = css`
  .launcher {
    transition:
      transform var(--_duration) var(--_ease-out),
      background var(--_duration-fast);
  }
  .launcher:not([aria-disabled]):hover {
    background: var(--_primary-hover);
    transform: translateY(-1px);
  }
  .launcher:not([aria-disabled]):active {
    transform: scale(0.96);
  }
  :host(:state(open)) .picture,
  .launcher[hidden] + .picture {
    visibility: hidden;
  }
  .launcher:not(:empty) ~ .picture {
    margin-inline-start: -6px;
  }
`;
