// Looks of the reply box. In note mode the whole box is yellow, so that nobody sends a note to a visitor.
import { css } from 'lit';

export const replyBoxStyles = css`
  .reply {
    position: relative;
    padding: 0 16px 16px;
  }
  .composer {
    margin: 0;
    overflow: clip;
  }
  /* What opens over the text must not be cut off. */
  .composer:has(.emoji-grid) {
    overflow: visible;
  }
  .composer textarea {
    padding: 8px 16px 4px;
    font-size: var(--_text-base);
    line-height: 1.45;
  }
  .composer .tools {
    gap: 2px;
    padding: 4px 8px 8px;
  }
  .tabs {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 6px 12px 0 6px;
  }
  [role='tablist'] {
    display: flex;
    gap: 2px;
  }
  [role='tab'] {
    display: inline-flex;
    gap: 5px;
    align-items: center;
    min-block-size: max(28px, min(var(--_target), 36px));
    padding-inline: 10px;
    border-radius: 7px;
    font-size: var(--_text-sm);
    font-weight: 500;
    color: var(--_on-surface-muted);
  }
  [role='tab'][aria-selected='true'] {
    background: var(--_surface-hover);
    color: var(--_on-surface);
  }
  [role='tab']:focus-visible {
    outline-offset: -2px;
  }
  .hint {
    font-size: var(--_text-xs);
    color: var(--_on-surface-subtle);
  }
  .strip {
    padding: 8px 14px;
    border-block-end: 1px solid color-mix(in oklab, currentColor 12%, transparent);
  }
  .btn kbd {
    block-size: 18px;
    margin-inline-end: -4px;
    font-size: 10px;
    color: inherit;
    background: rgb(0 0 0 / 0.18);
    box-shadow: none;
  }
  .btn[aria-disabled='true'] kbd {
    background: color-mix(in oklab, currentColor 10%, transparent);
  }
  .also-resolve[aria-disabled='true'] {
    background: none;
  }
  .also-resolve .icon {
    display: none;
  }

  :host([mode='note']) .composer {
    background: var(--_note);
    color: var(--_on-note);
    border-color: var(--_note-border);
  }
  :host([mode='note']) .composer:has(textarea:focus) {
    outline-color: var(--_on-note-muted);
  }
  :host([mode='note']) :is([role='tab'], .hint, .icon-btn, .count) {
    color: var(--_on-note-muted);
  }
  :host([mode='note']) .composer textarea::placeholder {
    color: var(--_on-note-muted);
  }
  :host([mode='note']) [role='tab'][aria-selected='true'],
  :host([mode='note']) .icon-btn:hover {
    background: var(--_shade-2);
    color: var(--_on-note);
  }
  .note-btn,
  .note-btn[aria-disabled='true'] {
    background: light-dark(#463704, #e8cf7d);
    color: light-dark(#fff5d1, #2e2710);
  }
  .note-btn[aria-disabled='true'] {
    background: var(--_shade-2);
    color: var(--_on-note-muted);
  }

  @container gc-reply (inline-size < 460px) {
    .hint,
    .btn kbd {
      display: none;
    }
    /* Its words are left to assistive technology, and to the hint. */
    .also-resolve span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .also-resolve .icon {
      display: inline;
    }
    .reply {
      padding: 0 8px 12px;
    }
  }
  @media (pointer: coarse) {
    .btn kbd {
      display: none;
    }
  }
  @media (forced-colors: active) {
    [role='tab'][aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
