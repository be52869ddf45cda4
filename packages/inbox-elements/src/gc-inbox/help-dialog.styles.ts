// Looks of the list of keyboard shortcuts.
import { css } from 'lit';

export const helpStyles = css`
  .help {
    inline-size: min(440px, calc(100vw - 32px));
    padding: 0 0 12px;
    border: 0;
    border-radius: var(--_radius-lg);
    background: var(--_surface-raised);
    color: var(--_on-surface);
    box-shadow:
      var(--_shadow-lg),
      0 0 0 1px var(--_border);
  }
  .help::backdrop {
    background: light-dark(rgb(26 26 24 / 0.36), rgb(0 0 0 / 0.6));
  }
  .help-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 12px 12px 12px 20px;
  }
  .help h2 {
    font-size: var(--_text-lg);
  }
  .help dl > div {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 5px 20px;
    font-size: var(--_text-sm);
  }
  .help dd {
    display: flex;
    gap: 4px;
  }
`;
