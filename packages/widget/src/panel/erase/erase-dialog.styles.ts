// The look of the dialog before everything is erased: a card over the panel, with all else behind a scrim.

import { css } from 'lit';

export const eraseDialogStyles = css`
  .sheet {
    position: absolute;
    inset: auto 12px 12px;
    z-index: var(--_z-overlay);
    padding: 18px;
    border-radius: var(--_radius-lg);
    background: var(--_surface-raised);
    box-shadow:
      0 0 0 1px var(--_border),
      0 0 0 9999px var(--_scrim),
      var(--_shadow-lg);
    font-size: var(--_text-base);
  }
  .sheet h2 {
    display: flex;
    gap: 8px;
    align-items: center;
    font-size: var(--_text-lg);
  }
  .sheet h2 .icon {
    color: var(--_danger);
  }
  :is(.bar, .home-bar) .sheet p {
    margin-block-start: 4px;
    font-size: inherit;
  }
  .sheet .inline-error {
    margin: 12px 0 0;
  }
  .sheet .choice {
    display: flex;
    gap: 8px;
    justify-content: flex-end;
    margin-block-start: 16px;
  }
  @media (forced-colors: active) {
    .sheet {
      border: 1px solid;
    }
  }
`;
