// Looks of <gc-tags>.
import { css } from 'lit';

export const tagsStyles = css`
  :host {
    display: inline-block;
  }
  .input {
    min-block-size: 34px;
    font-size: var(--_text-sm);
  }
  ul {
    margin-block-start: 6px;
  }
  .menu .active {
    background: var(--_surface-hover);
  }
  .none {
    padding: 4px 10px 8px;
    color: var(--_on-surface-muted);
  }
`;
