// Looks of <gc-filters>: a row of tabs, a row of chips.
import { css } from 'lit';

export const filtersStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    margin-inline: -6px;
  }
  [role='tab'] {
    flex: none;
    min-block-size: max(28px, min(var(--_target), 36px));
    padding-inline: 5px;
    border-radius: 7px;
    font-size: var(--_text-sm);
    font-weight: 500;
    color: var(--_on-surface-muted);
    white-space: nowrap;
  }
  [role='tab'] span {
    color: var(--_on-surface-subtle);
    font-weight: 400;
  }
  [role='tab']:hover {
    color: var(--_on-surface);
  }
  [role='tab'][aria-selected='true'] {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }
  [role='tab']:focus-visible {
    outline-offset: -2px;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: center;
  }
  .chip-btn {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    min-block-size: 24px;
    padding-inline: 8px;
    border-radius: 6px;
    font-size: var(--_text-xs);
    font-weight: 500;
    color: var(--_on-surface-muted);
    box-shadow: inset 0 0 0 1px var(--_border);
    white-space: nowrap;
  }
  .chip-btn:hover {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }
  .chip-btn.on,
  .chip-btn[aria-pressed='true'] {
    background: var(--_primary-soft);
    color: var(--_on-primary-soft);
    box-shadow: none;
  }
  @media (forced-colors: active) {
    [role='tab'][aria-selected='true'],
    .chip-btn.on,
    .chip-btn[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
