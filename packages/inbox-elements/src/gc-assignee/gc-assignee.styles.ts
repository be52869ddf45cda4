// Looks of <gc-assignee>.
import { css } from 'lit';

export const assigneeStyles = css`
  :host {
    display: inline-block;
    min-inline-size: 0;
  }
  .btn {
    max-inline-size: 180px;
  }
  .name {
    display: var(--_assignee-name, inline);
  }
  .btn .icon {
    color: var(--_on-surface-muted);
  }
`;
