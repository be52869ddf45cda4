// The design tokens of bubbles. Same rules as the essential ones; they come with the transcript.

import { css } from 'lit';

export const bubbleTokens = css`
  :host {
    --_bubble-visitor: var(--gc-bubble-visitor, var(--_primary));
    --_on-bubble-visitor: var(--gc-on-bubble-visitor, var(--_on-primary));
    --_bubble-agent: var(--gc-bubble-agent, light-dark(#f2f1ed, #28292d));
    --_on-bubble-agent: var(--gc-on-bubble-agent, light-dark(#1a1a18, #ededea));
    --_radius-bubble: var(--gc-radius-bubble, calc(var(--_radius) * 1.5));
    --_radius-bubble-join: var(--gc-radius-bubble-join, calc(var(--_radius) * 0.5));
  }
`;
