// Looks of <gc-status>: two joined buttons.
import { css } from 'lit';

export const statusStyles = css`
  :host {
    display: inline-block;
  }
  .split {
    display: inline-flex;
  }
  .resolve {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
  }
  .split > .btn:first-child .icon {
    color: var(--_success);
  }
  .caret {
    padding-inline: 6px;
    margin-inline-start: -1px;
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    color: var(--_on-surface-muted);
  }
`;
