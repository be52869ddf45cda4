// Looks of <gc-thread>: a header of 60 px, the transcript below. Its own width decides which editors the header holds.
import { css } from 'lit';

export const threadStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    max-block-size: 100dvh;
    min-block-size: 0;
    min-inline-size: 0;
    container: gc-thread / inline-size;
    background: var(--_surface);
  }
  .head {
    --_ground: none;
    display: flex;
    align-items: center;
    gap: 6px;
    block-size: 60px;
    flex: none;
    padding-inline: 20px 14px;
    border-block-end: 1px solid var(--_border);
  }
  .head > .avatar {
    margin-inline-end: 4px;
  }
  .who-block {
    flex: 1;
    min-inline-size: 48px;
    line-height: 1.3;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  h2 {
    font-size: var(--_text-md);
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .who-block p {
    display: flex;
    white-space: pre;
    font-size: var(--_text-sm);
    color: var(--_on-surface-muted);
  }
  .viewers {
    margin-inline-end: 6px;
  }
  .editors {
    display: flex;
    align-items: center;
    gap: 2px;
    margin-inline-end: 2px;
  }
  .editors gc-assignee {
    margin-inline-end: 4px;
  }
  .nothing {
    margin: auto;
    padding: 24px;
    display: grid;
    justify-items: center;
    gap: 4px;
    text-align: center;
    color: var(--_on-surface-muted);
  }
  .nothing h2 {
    margin-block-start: 10px;
    color: var(--_on-surface);
  }
  .nothing .icon {
    inline-size: 32px;
    block-size: 32px;
    stroke-width: 1.5;
    color: var(--_on-surface-subtle);
  }
  /* Less and less fits: first the words, then the editors, which are then in the drawer of details. */
  @container gc-thread (inline-size < 660px) {
    .viewers {
      --_presence-words: none;
    }
    .editors {
      --_assignee-name: none;
    }
  }
  @container gc-thread (inline-size < 460px) {
    .editors,
    .started:not(:first-child) {
      display: none;
    }
    .head {
      padding-inline: 12px 8px;
    }
  }
  @container gc-thread (inline-size < 360px) {
    .head > .avatar {
      display: none;
    }
    .head {
      padding-inline: 4px;
      gap: 2px;
    }
  }
  [data-found] .bubble,
  .note-row[data-found] {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`;
