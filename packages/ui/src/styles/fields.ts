// Text fields and what stands around them; loaded only where a form is.
import { css } from 'lit';

export const fieldStyles = css`
  .field {
    display: grid;
    gap: 6px;
  }
  .label {
    font-size: var(--_text-sm);
    font-weight: 500;
  }
  .input {
    inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 12px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-sm);
    background: var(--_surface-raised);
    font-size: var(--_text-md);
    line-height: 1.4;
  }
  .input::placeholder {
    color: var(--_on-surface-subtle);
    opacity: 1;
  }
  .input:focus-visible {
    outline-offset: -1px;
    border-color: transparent;
  }
  .input[aria-invalid='true'] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  .error-text {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: var(--_text-sm);
    color: var(--_danger);
  }
  @media (pointer: coarse) {
    .input {
      min-block-size: 44px;
      font-size: var(--_text-input);
    }
  }
`;
