// The look of the composer: one box, text above, tools below, the ring drawn inside.

import { css } from 'lit';

export const composerStyles = css`
  .composer {
    position: relative;
    flex: none;
    margin: 0 12px 12px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius-md);
    background: var(--_surface-raised);
  }
  .composer:has(textarea:focus),
  .composer.drop {
    outline: 2px solid var(--_focus);
    outline-offset: -2px;
    border-color: transparent;
  }
  .composer.drop {
    background: var(--_primary-soft);
  }
  .composer textarea {
    display: block;
    inline-size: 100%;
    min-block-size: calc(var(--_min-rows) * 1lh + 12px);
    max-block-size: min(var(--_max-rows) * 1lh + 12px, 25dvh);
    padding: 10px 13px 2px;
    border: 0;
    outline: 0;
    resize: none;
    background: none;
    font-size: var(--_text-md);
    line-height: 1.4;
    unicode-bidi: plaintext;
    field-sizing: content;
    scrollbar-width: thin;
  }
  /* An empty box has the page's direction: there are no letters yet to tell another. */
  .composer textarea:placeholder-shown {
    unicode-bidi: normal;
  }
  .composer textarea::placeholder {
    color: var(--_on-surface-subtle);
    opacity: 1;
  }
  .count {
    padding-inline: 14px;
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  .count.over {
    color: var(--_danger);
  }
  .tools {
    display: flex;
    align-items: center;
    padding: 2px 5px 5px;
  }
  .tools .space {
    flex: 1;
  }
  .send {
    inline-size: var(--_target);
    block-size: var(--_target);
    flex: none;
    display: grid;
    place-items: center;
    border-radius: var(--_radius-sm);
    background: var(--_primary);
    color: var(--_on-primary);
    transition: background var(--_duration-fast);
  }
  .send:hover {
    background: var(--_primary-hover);
  }
  .send[aria-disabled='true'] {
    background: var(--_surface-hover);
    color: var(--_on-surface-subtle);
    cursor: default;
  }
  @media (pointer: coarse) {
    .composer textarea {
      font-size: var(--_text-input);
    }
  }
  @media (forced-colors: active) {
    .send {
      border: 1px solid;
    }
    .send[aria-disabled='true'] {
      color: GrayText;
    }
  }
`;
