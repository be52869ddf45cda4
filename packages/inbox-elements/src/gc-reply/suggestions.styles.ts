// Looks of what is offered to insert, above the box.
import { css } from 'lit';

export const suggestionsStyles = css`
  .pop {
    position: absolute;
    inset-inline: 16px;
    inset-block-end: calc(100% - 8px);
    z-index: var(--_z-menu);
    max-inline-size: 480px;
    padding: 6px;
    border-radius: var(--_radius-md);
    background: var(--_surface-raised);
    box-shadow:
      var(--_shadow-lg),
      0 0 0 1px var(--_border);
  }
  .pop ul {
    max-block-size: 300px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .pop-title {
    padding: 6px 10px 4px;
    font-size: var(--_text-xs);
    font-weight: 500;
    color: var(--_on-surface-subtle);
  }
  .pop-none {
    padding: 8px 10px;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  .option {
    display: flex;
    gap: 10px;
    align-items: center;
    padding: 8px 10px;
    border-radius: var(--_radius-sm);
    font-size: var(--_text-sm);
    inline-size: 100%;
  }
  .option[aria-selected='true'] {
    background: var(--_primary-soft);
  }
  .option-text {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  .option-line {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  .option-line .subtle {
    font-size: var(--_text-xs);
  }
  b {
    font-weight: 600;
  }
  .option-body {
    color: var(--_on-surface-muted);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  mark {
    background: none;
    color: var(--_on-surface);
    border-block-end: 1px dashed var(--_accent);
  }
  mark.missing {
    background: var(--_warning-soft);
    color: var(--_on-warning-soft);
    border-block-end: 0;
  }
  .pop-foot {
    display: flex;
    gap: 6px;
    align-items: center;
    margin-block-start: 6px;
    padding: 8px 10px 4px;
    border-block-start: 1px solid var(--_border);
    font-size: var(--_text-xs);
    color: var(--_on-surface-muted);
  }
  @container gc-reply (inline-size < 460px) {
    .pop-foot {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .pop-foot {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .option[aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
