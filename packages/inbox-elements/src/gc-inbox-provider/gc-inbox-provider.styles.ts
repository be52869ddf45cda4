// Looks of <gc-inbox-provider>: nothing of its own but the message that it cannot start.
import { css } from 'lit';

export const providerStyles = css`
  :host {
    display: contents;
  }
  .error {
    display: flex;
    gap: 8px;
    align-items: center;
    margin: 12px;
    padding: 10px 12px;
    border-radius: var(--_radius-sm);
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
    font-family: var(--_font);
    font-size: var(--_text-sm);
  }
  code {
    font-family: var(--_font-mono);
    font-size: 0.9em;
    opacity: 1;
  }
`;
