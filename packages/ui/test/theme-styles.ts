// A theme for the hosts of tests: the attribute `theme` chooses the colour scheme, and `light-dark()` does the rest.

import { css } from 'lit';

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
