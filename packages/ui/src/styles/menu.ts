// The look of popover menus.

import { css } from 'lit';

export const menuStyles = css`
  .menu {
    position: absolute;
    z-index: var(--_z-menu);
    min-inline-size: 220px;
    padding: 6px;
    border-radius: var(--_radius-md);
    background: var(--_surface-raised);
    color: var(--_on-surface);
    box-shadow:
      var(--_shadow-lg),
      0 0 0 1px var(--_border);
    font-size: var(--_text-base);
  }
  .menu [role^='menuitem'],
  .menu [role='option'] {
    display: flex;
    gap: 10px;
    align-items: center;
    inline-size: 100%;
    min-block-size: var(--_target);
    padding-inline: 10px;
    border-radius: var(--_radius-sm);
  }
  .menu [role^='menuitem']:hover,
  .menu [role^='menuitem']:focus-visible,
  .menu [role='option']:hover {
    background: var(--_surface-hover);
  }
  .menu [role^='menuitem']:focus-visible {
    outline-offset: -2px;
  }
  .menu .icon {
    color: var(--_on-surface-muted);
  }
  .menu .bad,
  .menu .bad .icon {
    color: var(--_danger);
  }
  .menu [role='separator'] {
    block-size: 1px;
    background: var(--_border);
    margin: 6px 4px;
  }
  @media (forced-colors: active) {
    .menu {
      border: 1px solid;
    }
  }
`;
