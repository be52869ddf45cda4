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
  .shot progress,
  .filecard progress {
    position: absolute;
    inset-inline: 8px;
    inset-block-end: 8px;
    inline-size: auto;
    block-size: 4px;
    appearance: none;
    overflow: hidden;
    border: 0;
    border-radius: 4px;
    background: var(--_border);
    color: var(--_primary);
  }
  progress::-webkit-progress-bar {
    background: var(--_border);
  }
  progress::-webkit-progress-value {
    background: var(--_primary);
    transition: inline-size var(--_duration-fast);
  }
  progress::-moz-progress-bar {
    background: var(--_primary);
  }
  .subtle {
    color: var(--_on-surface-subtle);
  }
  .filecard {
    position: relative;
  }
  .filecard progress {
    inset-inline-start: 58px;
    inset-block-end: 4px;
  }
  .shot .stop {
    position: absolute;
    inset-block-start: 6px;
    inset-inline-end: 6px;
    background: var(--_surface-raised);
    box-shadow: var(--_shadow-sm);
  }
  .filecard > .icon {
    color: var(--_on-surface-muted);
  }
  .lightbox {
    position: fixed;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    max-inline-size: none;
    max-block-size: none;
    padding: 56px 16px 16px;
    border: 0;
    background: none;
    overflow: hidden;
  }
  .lightbox::backdrop {
    background: rgb(0 0 0 / 0.8);
  }
  .lightbox img {
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
    pointer-events: none;
  }
  .lightbox-bar {
    position: absolute;
    inset-inline: 16px;
    inset-block-start: 8px;
    display: flex;
    align-items: center;
    gap: 4px;
    color: #fff;
  }
  .lightbox-bar .file-name {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .lightbox-bar .icon-btn {
    color: inherit;
  }
  .lightbox-bar .icon-btn:hover {
    background: rgb(255 255 255 / 0.15);
  }
`;
