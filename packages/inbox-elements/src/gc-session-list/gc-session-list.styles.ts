// Looks of <gc-session-list>: rows of one fixed height, so that thousands can be windowed.
import { css } from 'lit';

export const sessionListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    block-size: 100%;
    /* A page that gives no height would otherwise get every row. */
    max-block-size: 100dvh;
    min-block-size: 0;
    background: var(--_surface);
  }
  .scroller {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 6px;
    scrollbar-width: thin;
    scrollbar-color: var(--_border) transparent;
  }
  ul {
    /* Safari takes none for no list at all. */
    list-style-type: '';
    position: relative;
  }
  li {
    position: absolute;
    inset-inline: 0;
  }
  .item {
    position: relative;
    display: flex;
    gap: 10px;
    block-size: calc(83px * var(--_font-scale));
    padding: 9px 10px;
    border-radius: var(--_radius-sm);
    overflow: hidden;
  }
  .item:hover {
    background: var(--_surface-hover);
  }
  .item.selected {
    background: var(--_primary-soft);
    --_ring: var(--_primary-soft);
  }
  .txt {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 1px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
  }
  .name {
    font-weight: 500;
    text-align: -webkit-match-parent;
    text-align: match-parent;
    outline: none;
  }
  .name::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--_radius-sm);
  }
  .name:focus-visible::after {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
  }
  .unread .name {
    font-weight: 650;
  }
  .marks {
    display: inline-flex;
    gap: 4px;
  }
  .mention,
  .verified {
    display: inline-flex;
    color: var(--_accent);
  }
  .priority {
    display: inline-flex;
    color: var(--_warning);
  }
  .priority.urgent {
    color: var(--_danger);
  }
  .time {
    margin-inline-start: auto;
    flex: none;
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
  }
  .preview {
    flex: 1;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
    display: flex;
  }
  .writer {
    flex: none;
    max-inline-size: 50%;
    white-space: pre;
  }
  .unread .preview {
    color: var(--_on-surface);
  }
  .preview.is-typing {
    color: var(--_accent);
  }
  .badge {
    min-inline-size: 18px;
    block-size: 18px;
    font-size: 11px;
  }
  .foot {
    margin-block-start: 4px;
    min-block-size: 20px;
    font-size: var(--_text-xs);
    color: var(--_on-surface-muted);
    overflow: hidden;
  }
  .chip {
    flex: none;
  }
  .tag {
    max-inline-size: 110px;
    flex: 0 1 auto;
    min-inline-size: 0;
  }
  .selected .chip {
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_accent) 25%, transparent);
  }
  .done .icon {
    color: var(--_success);
  }
  .nobody {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
    border: 1px dashed var(--_border-strong);
    color: var(--_on-surface-subtle);
  }
  .nobody .icon {
    inline-size: 11px;
    block-size: 11px;
  }
  .arrivals {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    z-index: 1;
    min-block-size: 28px;
    border-radius: 99px;
    font-size: var(--_text-xs);
  }
  .strip .icon {
    flex: none;
  }
  .ghost {
    display: flex;
    gap: 10px;
    block-size: 83px;
    padding: 9px 10px;
  }
  .ghost > .skeleton {
    inline-size: 36px;
    block-size: 36px;
    border-radius: 50%;
    flex: none;
  }
  .ghost .lines {
    flex: 1;
    display: grid;
    gap: 9px;
    align-content: start;
    padding-block-start: 5px;
  }
  .ghost .lines .skeleton {
    block-size: 11px;
  }
  .ghost .lines .skeleton:first-child {
    inline-size: 45%;
  }
  .ghost .lines .skeleton:last-child {
    inline-size: 72%;
  }
  @media (forced-colors: active) {
    .item.selected {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
