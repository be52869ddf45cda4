// How the launcher shows its states: open, disabled, with a badge.

import { css } from 'lit';

export const launcherStateStyles = css`
  .launcher {
    color: var(--_on-primary);
    text-align: center;
  }
  .launcher[aria-disabled] {
    background: var(--_offline);
    cursor: default;
  }
  :host(:state(open)) .launcher::before {
    clip-path: path('M7.2 9.9 14 16.7l6.8-6.8 1.6 1.6-8.4 8.4-8.4-8.4z');
  }
  .launcher ~ .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    box-shadow: 0 0 0 2px var(--_surface);
    pointer-events: none;
    background: light-dark(#c0302b, #c93a34);
    color: #fff;
  }
`;
