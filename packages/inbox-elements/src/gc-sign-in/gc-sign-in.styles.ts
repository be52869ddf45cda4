// Looks of <gc-sign-in>: one narrow column.
import { css } from 'lit';

export const signInStyles = css`
  .sign-in {
    display: grid;
    gap: 16px;
    inline-size: 100%;
    max-inline-size: 400px;
    padding: 24px;
    margin-inline: auto;
  }
  h1 {
    font-size: var(--_text-xl);
    line-height: 1.25;
    margin-block-end: 2px;
  }
  .mark {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 12px;
    background: var(--_primary);
    color: var(--_on-primary);
  }
  .error-box {
    display: flex;
    gap: 8px;
    align-items: center;
    padding: 10px 12px;
    border-radius: var(--_radius-sm);
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
    font-size: var(--_text-sm);
  }
  .btn {
    margin-block-start: 4px;
  }
`;
