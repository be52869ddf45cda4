// The look of a message's options, and of what they open.

import { css } from 'lit';

export const messageOptionsStyles = css`
  .row.mine:has(> .message-options) {
    grid-template-columns: minmax(40px, 1fr) fit-content(82%);
    & > :is(.meta, .failure) {
      grid-column: 1 / -1;
    }
    & > .msg {
      grid-column: 2;
      max-inline-size: 100%;
    }
  }
  .message-options {
    grid-area: 2 / 1;
    place-self: center end;
    color: var(--_on-surface-muted);
  }
  @media (hover: hover) {
    .row:not(:hover, :focus-within) > .message-options {
      opacity: 0;
    }
  }
`;

export const messageActionsStyles = css`
  .message-actions {
    grid-area: 4 / 1 / auto / -1;
    justify-self: end;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 2px 6px;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  .message-actions .bad {
    color: var(--_danger);
  }
`;
