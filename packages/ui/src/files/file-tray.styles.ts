// The look of files that wait to be sent.

import { css } from 'lit';

export const fileTrayStyles = css`
  .files {
    display: grid;
    gap: 4px;
    max-block-size: 168px;
    overflow-y: auto;
    padding: 8px 8px 0;
    list-style: none;
  }
  .subtle {
    color: var(--_on-surface-subtle);
  }
  .file {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 48px;
    padding: 6px;
    border-radius: var(--_radius-sm);
    background: var(--_surface-hover);
    font-size: var(--_text-sm);
  }
  .file .thumb {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 36px;
    block-size: 36px;
    overflow: hidden;
    border-radius: 6px;
    background: var(--_surface-raised);
  }
  .file .thumb img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .file .txt {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }
  .file .file-name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
  }
  .file.waiting .skeleton {
    flex: 1;
    block-size: 20px;
  }
  .refused {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 8px 8px 0;
    padding: 4px 4px 4px 10px;
    border-radius: var(--_radius-sm);
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
    font-size: var(--_text-sm);
    line-height: 1.35;
  }
  .refused span {
    flex: 1;
    padding-block: 4px;
    overflow-wrap: anywhere;
  }
  .refused .icon-btn {
    color: inherit;
  }
`;
