// The looks every view shares, together, for whoever does not count bytes. No layout and no form controls.

import { css } from 'lit';
import { buttonStyles } from './buttons.ts';
import { essentials } from './conversation-base.ts';
import { skeletonStyles } from './skeleton.ts';

export const base = css`
  ${essentials}
  ${skeletonStyles}
  ${buttonStyles}
  .subtle {
    color: var(--_on-surface-subtle);
  }
`;
