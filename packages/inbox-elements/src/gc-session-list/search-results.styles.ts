// Looks of what a search found, where they differ from the list's.
import { css } from 'lit';

export const searchResultsStyles = css`
  .hits li {
    position: static;
  }
  .hits .item {
    block-size: auto;
  }
  .found {
    padding: 4px 10px 6px;
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
  }
  .snippet {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  .snippet .icon {
    display: inline;
    vertical-align: -2px;
    color: var(--_warning);
  }
  mark {
    border-radius: 2px;
    background: var(--_primary-soft);
    color: var(--_on-surface);
    font-weight: 600;
  }
  .more {
    display: grid;
    justify-items: center;
    gap: 6px;
    padding: 14px;
    text-align: center;
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
  }
`;
