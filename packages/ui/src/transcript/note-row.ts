// A private note in the timeline. Owns its look: yellow, with a lock and a word, so that nobody takes it for a reply.
// Passed to the transcript as `renderNote`, so that the widget does not carry it.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Note } from '@globalchat/core';
import { iconLock } from '../icons/icons.ts';
import type { InboxKey } from '../localize/inbox-texts.ts';
import type { Localizer } from '../localize/localizer.ts';
import { renderMarkdown } from '../markdown/markdown.ts';

/** `actions` is a template at the end of the note's head: edit and delete, say. */
export function noteRow(note: Note, localizer: Localizer<InboxKey>, actions?: unknown): TemplateResult {
  // No space around the text: it is shown as it is written.
  // prettier-ignore
  const text = html`<div class="note-text">${renderMarkdown(note.content)}</div>`;
  return html`<div class="note-row" part="note" data-id=${note.id}>
    <div class="note-head">
      ${iconLock({ size: 14 })} <b>${localizer.t('privateNote')}</b> <bdi>${note.authorName}</bdi> ·
      <time datetime=${new Date(note.createdAt).toISOString()} title=${localizer.dateTime(note.createdAt)}
        >${localizer.time(note.createdAt)}</time
      >
      ${actions}
    </div>
    ${text}
  </div>`;
}

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
`;
