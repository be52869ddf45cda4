// All design tokens together, for whoever does not count bytes.

import { css } from 'lit';
import { essentialTokens } from './tokens.ts';
import { inboxTokens } from './inbox-tokens.ts';
import { screenTokens } from './screen-tokens.ts';

export const tokens = css`
  ${essentialTokens}
  ${screenTokens}
  ${inboxTokens}
`;
