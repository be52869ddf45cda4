// The look of pictures and files in a message.

import { css } from 'lit';

export const attachmentStyles = css`
  .shot {
    display: block;
    position: relative;
    max-inline-size: 100%;
    overflow: hidden;
    border-radius: var(--_radius-bubble);
    background: var(--_surface-hover);
  }
  .shot::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: inherit;
    box-shadow: inset 0 0 0 1px var(--_border);
  }
  .shot:focus-visible::after {
    box-shadow: inset 0 0 0 2px var(--_focus);
  }
  .shot svg {
    display: block;
    max-inline-size: 100%;
    border-radius: 0;
  }
  .shot img {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
  }
  .filecard {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 248px;
    max-inline-size: 100%;
    padding: 8px 14px 8px 8px;
    border-radius: var(--_radius-bubble);
    background: var(--_surface-raised);
    color: var(--_on-surface);
    border: 1px solid var(--_border);
  }
  .filecard:hover {
    background: var(--_surface-hover);
  }
  .filecard:dir(rtl) {
    padding: 8px 8px 8px 14px;
  }
  .filecard .tile {
    inline-size: 40px;
    block-size: 40px;
    flex: none;
    display: grid;
    place-items: center;
    border-radius: var(--_radius-md);
    background: var(--_primary-soft);
    color: var(--_on-primary-soft);
  }
  .filecard .txt {
    flex: 1;
    min-inline-size: 0;
    display: grid;
    font-size: var(--_text-sm);
    line-height: 1.35;
  }
  .filecard .file-name {
    font-weight: 500;
    color: var(--_accent);
    overflow-wrap: anywhere;
  }
  .filecard > .icon {
    color: var(--_on-surface-muted);
  }
`;
