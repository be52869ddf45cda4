// Keeps page and panel apart. What happens in the panel is no business of the page's: not of its shortcuts, and not of a
// dialog that keeps the focus to itself. Listeners of the page that capture are before us and cannot be helped.

import { css } from 'lit';
import { refuseFiles } from '@globalchat/ui';
import type { PanelHost } from '../../element/panel-contract.ts';

const CONTAINED_EVENTS = 'keydown keypress keyup beforeinput input paste copy cut focusin'.split(' ');

/** What a page says about all its elements would stretch the corner, cut the panel off or repaint a label. */
export const containmentStyles = css`
  :host {
    border: 0 !important;
    contain: none !important;
    float: none !important;
    overflow: visible !important;
    rotate: none !important;
    scale: none !important;
    transform: none !important;
    translate: none !important;
    zoom: 1 !important;
  }
  .launcher {
    white-space: nowrap;
    -webkit-text-fill-color: currentColor;
  }
  .bar p {
    text-wrap: balance;
  }
  /* Its text and its pointer are not the page's, but for the font; custom properties and the direction come in anyway. */
  :where(.panel) {
    all: initial;
    box-sizing: border-box;
    display: none;
    font-family: inherit;
    font-size: var(--_text-md);
    color-scheme: inherit;
    user-select: text;
    pointer-events: auto;
  }
  .panel.inline {
    max-inline-size: none;
  }
  .panel::backdrop {
    background: none;
  }
  @media (forced-colors: active) {
    .panel {
      border: 1px solid;
    }
  }
  @media print {
    :host(:not([placement='inline'])) {
      display: none !important;
    }
  }
`;

/** Ends events of keyboard, clipboard and focus at the shadow root, once the panel has handled them. */
export function containEvents({ shadowRoot }: PanelHost, signal: AbortSignal): void {
  for (const type of CONTAINED_EVENTS)
    shadowRoot.addEventListener(type, (event) => event.stopPropagation(), { signal });
  refuseFiles(shadowRoot, { signal });
}
