// The look of the form before a conversation: what waits for it above, the card with the questions below.

import { css } from 'lit';
import { fieldStyles } from '@globalchat/ui';
import { screenStyles } from '../shell/screen-styles.ts';

export const preChatStyles = [
  ...screenStyles,
  fieldStyles,
  css`
    .asking {
      flex: 0 1 auto;
      min-block-size: 0;
      overflow: hidden auto;
      overscroll-behavior: contain;
      padding: 16px;
      display: flex;
      flex-direction: column;
      gap: 12px;
      overflow-wrap: anywhere;
    }
    .asking.first-words {
      flex: 1;
    }
    /* Nothing was said yet, so there is nothing else to read. */
    .view:has(> .first-words) > :is(.first, .transcript-frame) {
      display: none;
    }
    .held {
      flex: none;
      align-self: flex-end;
      max-inline-size: 80%;
      max-block-size: 7.5em;
      overflow: hidden auto;
      padding: 8px 14px;
      border-radius: var(--gc-radius-bubble, calc(var(--_radius) * 1.5));
      background: var(--gc-bubble-visitor, var(--_bubble-visitor, var(--_primary)));
      color: var(--gc-on-bubble-visitor, var(--_on-bubble-visitor, var(--_on-primary)));
      white-space: pre-wrap;
    }
    .kept {
      text-align: center;
      font-size: var(--_text-sm);
      color: var(--_on-surface-subtle);
    }
    .asking form {
      flex: none;
      display: grid;
      gap: 14px;
      padding: 16px;
      min-inline-size: 0;
    }
    .asking h3 {
      font-size: var(--_text-lg);
      outline: none;
    }
    .asking .field {
      min-inline-size: 0;
    }
    .asking fieldset.field {
      border: 0;
      padding: 0;
      margin: 0;
    }
    .asking legend {
      padding: 0;
      margin-block-end: 8px;
    }
    .asking textarea {
      resize: vertical;
      max-block-size: 12em;
    }
    /* The way on is in sight however long the form and low the window. */
    .asking .ways {
      position: sticky;
      inset-block-end: -16px;
      z-index: 1;
      display: flex;
      gap: 8px;
      margin: 0 -15px -15px;
      padding: 12px 15px 15px;
      border-radius: var(--_radius-md);
      background: linear-gradient(transparent, var(--_surface-raised) 10px);
    }
    .asking {
      scroll-padding-block-end: 84px;
    }
    .asking .optional {
      font-weight: 400;
      color: var(--_on-surface-muted);
    }
    .asking .error-text:not(:has(.icon)) {
      display: none;
    }
    .asking .error-text .icon {
      flex: none;
    }
    .choice {
      position: relative;
      display: grid;
      align-items: center;
    }
    .choice select {
      appearance: none;
      padding-inline-end: 36px;
      text-overflow: ellipsis;
    }
    .choice .icon {
      position: absolute;
      inset-inline-end: 12px;
      pointer-events: none;
    }
    .tick {
      display: flex;
      gap: 10px;
      align-items: start;
      font-size: var(--_text-base);
    }
    .tick input {
      flex: none;
      display: grid;
      place-items: center;
      appearance: none;
      inline-size: 24px;
      block-size: 24px;
      margin: -2px 0 0;
      border: 1px solid var(--_border-strong);
      border-radius: 6px;
      background: var(--_surface-raised);
    }
    .tick [type='radio'],
    .tick [type='radio']::before {
      border-radius: 50%;
    }
    .tick input::before {
      content: '';
      inline-size: 10px;
      block-size: 10px;
      background: var(--_on-primary);
      opacity: 0;
    }
    .tick [type='checkbox']::before {
      inline-size: 14px;
      block-size: 14px;
      clip-path: polygon(14% 47%, 0 62%, 38% 96%, 100% 26%, 86% 12%, 38% 68%);
    }
    .tick input:checked {
      border-color: var(--_primary);
      background: var(--_primary);
    }
    .tick input:checked::before {
      opacity: 1;
    }
    .tick label {
      flex: 1;
      min-inline-size: 0;
    }
    .tick input[aria-invalid='true'] {
      outline: 2px solid var(--_danger);
    }
    .tick input:focus-visible {
      outline: 2px solid var(--_focus);
    }
    .captcha {
      min-block-size: 65px;
      border-radius: var(--_radius-sm);
    }
    @media (pointer: coarse) {
      .tick label {
        padding-block: 10px;
      }
      .tick input {
        margin-block: 8px;
      }
    }
    @media (forced-colors: active) {
      .held {
        border: 1px solid;
      }
      .tick input {
        appearance: auto;
      }
    }
  `,
];
