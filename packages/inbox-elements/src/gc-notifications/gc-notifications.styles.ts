// Looks of <gc-notifications>.
import { css } from 'lit';

export const notificationsStyles = css`
  :host {
    display: inline-block;
  }
  /* What hinders a switch stands below its name. */
  .menu [role] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 16px;
    gap: 0 10px;
    padding-block: 6px;
  }
  .menu .subtle {
    grid-row: 2;
    font-size: var(--_text-xs);
  }
`;
