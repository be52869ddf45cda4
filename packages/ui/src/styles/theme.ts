// How `theme` works: it chooses the colour scheme, and `light-dark()` does the rest.

import { css } from 'lit';

/** For outermost elements only: `theme` chooses the colour scheme, and everything inside follows. */
export const themeStyles = css`
  :host {
    color-scheme: light dark;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
`;
