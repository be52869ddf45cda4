// What a transcript looks like for an agent: the team's side in a soft colour, lines beside the days, private notes.

import { css } from 'lit';

export const noteStyles = css`
  .note-row {
    inline-size: fit-content;
    max-inline-size: min(460px, calc(100% - 36px));
    margin-block-start: 14px;
    margin-inline: auto 36px;
    padding: 9px 12px 10px;
    border: 1px solid var(--_note-border);
    border-radius: var(--_radius-md);
    background: var(--_note);
    color: var(--_on-note);
  }
  .note-head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    column-gap: 5px;
    margin-block-end: 3px;
    font-size: var(--_text-xs);
    color: var(--_on-note-muted);
    font-variant-numeric: tabular-nums;
  }
  .note-head b {
    font-weight: 600;
  }
  .note-text {
    unicode-bidi: plaintext;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .note-text a {
    color: inherit;
  }
  .note-text :is(p, li) {
    unicode-bidi: plaintext;
  }
  .note-text :is(ol, ul) {
    list-style: revert;
    padding-inline-start: 22px;
  }

  .agent-side {
    font-size: var(--_text-base);
  }
  .agent-side .flow {
    padding: 16px 20px;
  }
  .agent-side .row.mine {
    grid-template-columns: minmax(0, 1fr) 28px;
  }
  .agent-side .msg {
    max-inline-size: min(460px, 90%);
  }
  .agent-side .bubble {
    padding: 8px 12px;
  }
  .agent-side .mine .bubble {
    background: var(--_primary-soft);
    color: var(--_on-surface);
  }
  .row.mine > .avatar {
    grid-column: 2;
  }
  .agent-side .day,
  .new-line {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .agent-side .day::before,
  .agent-side .day::after,
  .new-line::before,
  .new-line::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_border);
  }
  .new-line::before,
  .new-line::after {
    border-color: color-mix(in oklab, var(--_danger) 35%, transparent);
  }
`;
