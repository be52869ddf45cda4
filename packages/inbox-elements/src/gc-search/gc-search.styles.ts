// Looks of <gc-search>.
import { css } from 'lit';

export const searchStyles = css`
  .search {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: max(34px, var(--_target));
    padding-inline: 10px 6px;
    border-radius: var(--_radius-sm);
    background: var(--_surface-sunken);
    box-shadow: inset 0 0 0 1px var(--_border-strong);
    color: var(--_on-surface-muted);
  }
  .search:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    border: 0;
    outline: 0;
    padding: 0;
    background: none;
    appearance: none;
    font-size: var(--_text-sm);
    color: var(--_on-surface);
  }
  input:focus-visible {
    /* The box around it has the ring. */
    outline: 0;
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  input::placeholder {
    color: var(--_on-surface-subtle);
    opacity: 1;
  }
  .clear {
    display: grid;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 6px;
  }
  .clear:hover {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }
  @media (pointer: coarse) {
    input {
      font-size: var(--_text-input);
    }
    kbd {
      display: none;
    }
  }
`;
