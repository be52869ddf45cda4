// Looks of <gc-visitor>: a column that scrolls.
import { css } from 'lit';

export const visitorStyles = css`
  :host {
    block-size: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--_border) transparent;
    background: var(--_surface);
  }
`;
