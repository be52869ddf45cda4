// The look of the rating's card and its stars.

import { css } from 'lit';

export const ratingStyles = css`
  .rate {
    display: grid;
    justify-items: center;
    gap: 10px;
    padding: 16px;
    margin-block-start: 14px;
    text-align: center;
  }
  .rate legend {
    inline-size: 100%;
    padding: 0;
    font-size: var(--_text-lg);
    font-weight: 600;
    letter-spacing: -0.015em;
  }
  .stars {
    display: flex;
    gap: 2px;
    margin-block-start: 6px;
  }
  .stars label {
    display: grid;
    place-items: center;
    position: relative;
    inline-size: 44px;
    block-size: 44px;
    border-radius: var(--_radius-sm);
    color: var(--_border-strong);
    cursor: pointer;
  }
  .stars label:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .stars .on {
    color: light-dark(#b97a00, #f0bb4a);
  }
  .stars .icon {
    stroke-width: 1.5;
  }
  .rate .small {
    margin-block-start: -6px;
    font-size: var(--_text-sm);
  }
`;
