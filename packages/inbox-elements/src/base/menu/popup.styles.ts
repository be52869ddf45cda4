// What popups add to ui's menu look: a place on top of everything, and the columns of an item.
import { css } from 'lit';
import type { CSSResult } from 'lit';
import { menuStyles } from '@globalchat/ui';

const placeStyles = css`
  .menu {
    position: fixed;
    inset: auto;
    margin: 0;
    border: 0;
    min-inline-size: 200px;
    max-inline-size: min(320px, calc(100vw - 12px));
    max-block-size: min(420px, calc(100dvh - 12px));
    overflow-y: auto;
    font-size: var(--_text-sm);
  }
  .menu:not(:popover-open) {
    display: none;
  }
  .menu:focus {
    outline: none;
  }
  .menu .tick {
    inline-size: 16px;
    display: grid;
  }
  .menu .tick .icon {
    color: var(--_accent);
  }
`;

export const popupStyles: CSSResult[] = [menuStyles, placeStyles];
