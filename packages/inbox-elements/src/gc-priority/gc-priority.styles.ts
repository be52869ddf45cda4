// Looks of <gc-priority>.
import { css } from 'lit';

export const priorityStyles = css`
  :host {
    display: inline-block;
  }
  span:has(> .icon) {
    display: grid;
  }
  .urgent .icon {
    color: var(--_danger);
    fill: currentColor;
  }
  .high .icon {
    color: var(--_warning);
    fill: currentColor;
  }
  .low .icon {
    color: var(--_on-surface-subtle);
    stroke-dasharray: 3 3;
  }
`;
