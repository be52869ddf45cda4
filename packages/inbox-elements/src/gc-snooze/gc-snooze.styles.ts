// Looks of <gc-snooze>.
import { css } from 'lit';

export const snoozeStyles = css`
  :host {
    display: inline-block;
  }
  .on {
    color: var(--_accent);
  }
`;
