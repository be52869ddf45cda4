// The look of lists, links and code in a message.

import { css } from 'lit';

export const markdownStyles = css`
  .bubble a {
    color: inherit;
  }
  .theirs .bubble a {
    color: var(--_accent);
  }
  .bubble :is(p, li) {
    unicode-bidi: plaintext;
  }
  .bubble * + :is(p, pre) {
    margin-block-start: 8px;
  }
  .bubble :is(ol, ul) {
    list-style: disc;
    padding-inline-start: 22px;
  }
  .bubble ol {
    list-style: decimal;
  }
  .bubble code {
    font: 0.88em/1.4 var(--_font-mono);
    background: color-mix(in oklab, currentColor 9%, transparent);
    border-radius: 4px;
    padding: 1px 4px;
  }
  .bubble pre {
    overflow-x: auto;
    border-radius: 6px;
    white-space: pre;
    direction: ltr;
    text-align: left;
  }
  .bubble pre code {
    display: block;
    inline-size: fit-content;
    min-inline-size: 100%;
    padding: 6px 8px;
  }
`;
