// What no first view needs and every other one does: the look of what is still on its way, texts for screen readers only, and
// the smallest icons.

import { css } from 'lit';

export const skeletonStyles = css`
  /* For screen readers only. */
  .vh {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon.s14 {
    inline-size: 14px;
    block-size: 14px;
    stroke-width: 2.25;
  }
  /* Nothing for 200 ms, then a slow pulse. */
  .skeleton {
    display: block;
    background: var(--_surface-hover);
    border-radius: var(--_radius-sm);
    animation: gc-skeleton 1.8s 0.2s infinite both;
  }
  @keyframes gc-skeleton {
    0% {
      opacity: 0;
    }
    20%,
    70% {
      opacity: 1;
    }
    45% {
      opacity: 0.55;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: none;
    }
  }
`;
