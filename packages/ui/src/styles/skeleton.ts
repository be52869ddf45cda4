// The look of what is still on its way.

import { css } from 'lit';

export const skeletonStyles = css`
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
