// A private note in the timeline: yellow, with a lock and a word, so that nobody takes it for a reply. Passed to the
// transcript as `renderNote`, so that the widget does not carry it.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Note } from '@globalchat/core';
import { plainName } from '../files/plain-name.ts';
import { iconLock } from '../icons/icons.ts';
import type { InboxKey } from '../i18n/en/inbox.ts';
import type { Localizer } from '../i18n/localizer.ts';
import { renderMarkdown } from '../markdown/markdown.ts';

/** `actions` is a template at the end of the note's head: edit and delete, say. */
export function noteRow(note: Note, localizer: Localizer<InboxKey>, actions?: unknown): TemplateResult {
  // No space around the text: it is shown as it is written.
  // prettier-ignore
  const text = html`<div class="note-text">${renderMarkdown(note.content)}</div>`;
  return html`<div class="note-row" part="note" data-id=${note.id}>
    <div class="note-head">
      ${iconLock({ size: 14 })} <b>${localizer.t('privateNote')}</b>
      <bdi>${plainName(note.authorName)}</bdi> ·
      <time datetime=${new Date(note.createdAt).toISOString()} title=${localizer.dateTime(note.createdAt)}
        >${localizer.time(note.createdAt)}</time
      >
      ${actions}
    </div>
    ${text}
  </div>`;
}
