// Looks of the form in which an own message is changed.
import { css } from 'lit';

export const messageChangesStyles = css`
  .message-changes {
    grid-area: 4 / 1 / auto / -2;
    justify-self: end;
    display: grid;
    gap: 6px;
    inline-size: min(460px, 100%);
    margin-block-start: 6px;
  }
  .message-changes div {
    display: flex;
    gap: 6px;
    justify-content: flex-end;
  }
  .message-changes textarea {
    block-size: auto;
    padding-block: 8px;
    resize: vertical;
  }
  .message-changes .bad {
    color: var(--_danger);
    font-size: var(--_text-sm);
  }
`;
