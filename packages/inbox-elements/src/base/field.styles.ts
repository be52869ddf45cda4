// Text fields and what stands around them: the few looks that these elements need.
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
    min-block-size: max(40px, var(--_target));
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
      font-size: var(--_text-input);
    }
  }
`;
