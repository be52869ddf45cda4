// The look that the lazy screens share: their tokens, skeletons, buttons and cards.

import { css } from 'lit';
import { buttonStyles, screenTokens, skeletonStyles } from '@globalchat/ui';

const cardStyles = css`
  .card {
    border-radius: var(--_radius-md);
    background: var(--_surface-raised);
    box-shadow:
      inset 0 0 0 1px var(--_border),
      var(--_shadow-sm);
  }
`;

export const screenStyles = [screenTokens, skeletonStyles, buttonStyles, cardStyles];
