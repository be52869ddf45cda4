// Fields, checkboxes, switches, chips and keys. Owns the look of form controls; loaded only where a form is.

import { css } from 'lit';

export const formStyles = css`
  .field {
    display: grid;
    gap: 6px;
  }
  .label,
  .field > span:first-child {
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
  select.input {
    appearance: none;
    padding-inline-end: 36px;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position:
      calc(100% - 20px) 50%,
      calc(100% - 15px) 50%;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  select.input:dir(rtl) {
    background-position:
      15px 50%,
      20px 50%;
  }
  .error-text {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: var(--_text-sm);
    color: var(--_danger);
  }
  .check {
    appearance: none;
    inline-size: 18px;
    block-size: 18px;
    flex: none;
    border-radius: 5px;
    border: 1.5px solid var(--_border-strong);
    background: var(--_surface-raised);
    display: inline-grid;
    place-items: center;
    cursor: pointer;
  }
  .check:checked,
  .check:indeterminate {
    background: var(--_primary);
    border-color: var(--_primary);
  }
  .check:checked::after {
    content: '';
    inline-size: 9px;
    block-size: 5px;
    border: solid var(--_on-primary);
    border-width: 0 0 2px 2px;
    transform: translateY(-1px) rotate(-45deg);
  }
  .check:indeterminate::after {
    content: '';
    inline-size: 8px;
    border-block-start: 2px solid var(--_on-primary);
  }
  .switch {
    appearance: none;
    inline-size: 36px;
    block-size: 20px;
    flex: none;
    border-radius: 99px;
    background: var(--_border-strong);
    position: relative;
    cursor: pointer;
    transition: background var(--_duration-fast);
  }
  .switch::after {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 2px;
    inline-size: 16px;
    block-size: 16px;
    border-radius: 50%;
    background: #fff;
  }
  .switch:checked {
    background: var(--_primary);
  }
  .switch:checked::after {
    inset-inline-start: 18px;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    block-size: 24px;
    padding-inline: 8px;
    border-radius: 6px;
    font-size: var(--_text-xs);
    font-weight: 500;
    color: var(--_on-surface-muted);
    background: var(--_surface-hover);
    white-space: nowrap;
  }
  .chip i {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 2px;
    flex: none;
  }
  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 20px;
    block-size: 20px;
    padding-inline: 5px;
    border-radius: 5px;
    font-family: inherit;
    font-size: 11px;
    font-weight: 500;
    line-height: 1;
    color: var(--_on-surface-muted);
    background: var(--_surface-hover);
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  @media (pointer: coarse) {
    .input {
      font-size: var(--_text-input);
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .check,
    .switch {
      appearance: auto;
    }
  }
`;
