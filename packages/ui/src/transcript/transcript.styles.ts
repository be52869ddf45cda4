// The look of a transcript: what scrolls, rows and bubbles. Bubbles of one group meet with tight corners.

import { css } from 'lit';
import type { CSSResult } from 'lit';
import { bubbleTokens } from './bubble-tokens.ts';
import { lineStyles } from './lines.styles.ts';
import { skeletonStyles } from '../styles/skeleton.ts';

const bubbleStyles = css`
  .transcript-frame {
    flex: 1;
    min-block-size: 0;
    position: relative;
    display: flex;
    flex-direction: column;
  }
  .transcript {
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    scrollbar-width: thin;
    scrollbar-color: var(--_border-strong) transparent;
    display: flex;
    flex-direction: column;
  }
  .transcript:focus-visible {
    outline-offset: -2px;
  }
  .flow {
    flex: none;
    margin-block-start: auto;
    padding: 16px 16px 12px;
  }
  /* "none" would take the list's meaning away in one engine. */
  .flow > ol {
    list-style-type: '';
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    column-gap: 8px;
    align-items: end;
    margin-block-start: 2px;
  }
  .row.first {
    margin-block-start: 14px;
  }
  .row.mine {
    grid-template-columns: minmax(0, 1fr);
  }
  .row > .avatar {
    grid-area: 2 / 1;
  }
  .who,
  .msg,
  .meta {
    grid-column: 2;
  }
  .mine > :is(.msg, .meta, .failure) {
    grid-column: 1;
  }
  .who {
    grid-row: 1;
    padding-inline-start: 13px;
    margin-block-end: 2px;
    font-size: var(--_text-xs);
    color: var(--_on-surface-muted);
    overflow-wrap: anywhere;
  }
  .msg {
    grid-row: 2;
    display: grid;
    grid-template-columns: minmax(0, auto);
    gap: 2px;
    justify-self: start;
    justify-items: start;
    max-inline-size: 86%;
  }
  .mine .msg {
    justify-self: end;
    justify-items: end;
    max-inline-size: 82%;
  }

  .bubble {
    padding: 8px 13px;
    border-radius: var(--_radius-bubble);
    background: var(--_bubble-agent);
    color: var(--_on-bubble-agent);
    /* The writer's direction decides how a line runs, ours where the bubble stands. */
    unicode-bidi: plaintext;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    max-inline-size: 100%;
  }
  .mine .bubble {
    background: var(--_bubble-visitor);
    color: var(--_on-bubble-visitor);
  }
  .theirs .msg > * + *,
  .theirs:not(.first) .msg > * {
    border-start-start-radius: var(--_radius-bubble-join);
  }
  .theirs .msg > :not(:last-child),
  .theirs:not(.last) .msg > * {
    border-end-start-radius: var(--_radius-bubble-join);
  }
  .mine .msg > * + *,
  .mine:not(.first) .msg > * {
    border-start-end-radius: var(--_radius-bubble-join);
  }
  .mine .msg > :not(:last-child),
  .mine:not(.last) .msg > * {
    border-end-end-radius: var(--_radius-bubble-join);
  }
  .mine .bubble.bad {
    background: var(--_danger-soft);
    color: var(--_on-danger-soft);
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--_danger) 40%, transparent);
  }
  .transcript .bubble.gone {
    background: none;
    color: var(--_on-surface-muted);
    box-shadow: inset 0 0 0 1px var(--_border);
    font-style: italic;
  }

  .fresh {
    animation: gc-arrive var(--_duration) var(--_ease-out) backwards;
  }
  @keyframes gc-arrive {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }
  @media (forced-colors: active) {
    .bubble {
      border: 1px solid;
    }
  }
`;

export const transcriptStyles: CSSResult[] = [bubbleTokens, skeletonStyles, bubbleStyles, lineStyles];
