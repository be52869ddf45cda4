// Looks of <gc-reply> before its box is there.
import { css } from 'lit';

export const replyStyles = css`
  :host {
    flex: none;
    container: gc-reply / inline-size;
    background: var(--_surface);
  }
`;
