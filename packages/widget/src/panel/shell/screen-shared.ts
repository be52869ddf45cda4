// What the lazy screens share: their texts, their tokens, skeletons, buttons and cards.

import { css } from 'lit';
import { buttonStyles, extension, screenTexts, moreTokens, skeletonStyles } from '@globalchat/ui';
import type { ScreenKey, Localizer, ConversationKey } from '@globalchat/ui';

export type ScreenLocalizer = Localizer<ConversationKey | ScreenKey>;

export const withScreenTexts = extension(screenTexts);

const cardStyles = css`
  .card {
    border-radius: var(--_radius-md);
    background: var(--_surface-raised);
    box-shadow:
      inset 0 0 0 1px var(--_border),
      var(--_shadow-sm);
  }
`;

export const screenStyles = [moreTokens, skeletonStyles, buttonStyles, cardStyles];
