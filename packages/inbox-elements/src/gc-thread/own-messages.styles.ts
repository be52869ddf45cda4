// Where the options of an agent's own message stand: before the bubble, which has the face behind it.
import { css } from 'lit';

export const ownMessagesStyles = css`
  .agent-side .row.mine:has(> .message-options) {
    grid-template-columns: minmax(40px, 1fr) fit-content(82%) 28px;
    & > :is(.meta, .failure) {
      grid-column: 1 / 3;
    }
    & > .avatar {
      grid-column: 3;
    }
  }
`;
