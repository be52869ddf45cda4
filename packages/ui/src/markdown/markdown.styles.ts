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
  .bubble ul {
    list-style: disc;
    padding-inline-start: 22px;
  }
  .bubble ol {
    list-style: none;
  }
  .bubble ol li {
    display: grid;
    grid-template-columns: auto 1fr;
  }
  .bubble code {
    font: 0.88em/1.4 var(--_font-mono);
    background: var(--_shade-1);
    border-radius: 4px;
    padding: 1px 4px;
  }
  /* A line instead of a shade: the contrast of an owner's accent is not ours to lower. */
  .mine .bubble code {
    background: none;
    box-shadow: inset 0 0 0 1px color-mix(in oklab, currentColor 35%, transparent);
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
