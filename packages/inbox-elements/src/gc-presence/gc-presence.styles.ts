// Looks of <gc-presence>.
import { css } from 'lit';

export const presenceStyles = css`
  :host {
    display: inline-block;
    min-inline-size: 0;
  }
  .presence {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: var(--_text-xs);
    color: var(--_on-surface-muted);
  }
  .dot.off {
    background: var(--_offline);
  }
  .words {
    /* A narrow header shows faces only. */
    display: var(--_presence-words, inline);
  }
`;
