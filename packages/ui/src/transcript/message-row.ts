// One row of a transcript: a bubble with its name, face and meta line, or a line between bubbles. Owns the templates;
// refuses state.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationMessage, DeliveryState } from '@globalchat/core';
import { avatar } from '../avatar/avatar.ts';
import { iconAlert, iconCheck, iconClock, iconDoubleCheck } from '../icons/icons.ts';
import { renderMarkdown } from '../markdown/markdown.ts';
import type { MessageRow } from './timeline.ts';
import type { TranscriptProps } from './transcript-props.ts';

export interface RowContext {
  readonly props: TranscriptProps;
  /** Appears with a short rise. */
  readonly fresh: boolean;
  /** Of the message's attachments; nothing when it has none. */
  readonly attachments: unknown;
  readonly retry: (messageId: string) => void;
  readonly discard: (messageId: string) => void;
}

export function messageRow(row: MessageRow, context: RowContext): TemplateResult {
  const { message } = row;
  if (message.senderType === 'system') return systemRow(message, context);
  const { props } = context;
  const mine = message.senderType === props.side;
  const inbox = props.side === 'agent';
  const name = senderName(message, props);
  const failed = message.delivery === 'failed';
  const classes = `row ${mine ? 'mine' : 'theirs'}${row.first ? ' first' : ''}${row.last ? ' last' : ''}${context.fresh ? ' fresh' : ''}`;
  const named = row.introduces && !mine && !inbox;
  return html`<li class=${classes}>
    ${row.first ? html`<div class=${named ? 'who' : 'vh'}>${mine && !inbox ? props.localizer.t('you') : name}</div>` : nothing}
    ${body(message, failed, context)}
    ${row.last && (inbox || !mine) ? avatar({ name, url: message.senderAvatarUrl, size: 28 }) : nothing}
    ${failed ? failure(message, context) : row.last ? meta(message, props, mine && inbox ? name : null) : nothing}
  </li>`;
}

/** What others call the sender; never empty. */
export function senderName(message: ConversationMessage, { session, localizer }: TranscriptProps): string {
  if (message.senderName) return message.senderName;
  return message.senderType === 'visitor'
    ? session?.visitorName || localizer.t('visitor')
    : localizer.t('team');
}

// No space between tags: the element's text is the message's, and a bubble shows white space as it is.
// prettier-ignore
function body(message: ConversationMessage, failed: boolean, { props, attachments }: RowContext): TemplateResult {
  return html`<div class="msg" part="message message-${message.senderType}" data-id=${message.id} data-status=${message.delivery}
    >${message.deletedAt !== null
      ? html`<div class="bubble gone" part="bubble">${props.localizer.t('deleted')}</div>`
      : message.content === '' ? nothing
      : html`<div class=${failed ? 'bubble bad' : 'bubble'} part="bubble">${renderMarkdown(message.content)}</div>`
    }${attachments}</div>`;
}

function meta(message: ConversationMessage, props: TranscriptProps, name: string | null): TemplateResult {
  const { localizer } = props;
  const own = message.senderType === props.side && message.deletedAt === null;
  return html`<div class="meta" part="meta">
    ${name === null ? nothing : html`<bdi>${name}</bdi> ·`}
    ${message.editedAt === null || message.deletedAt !== null ? nothing : html`${localizer.t('edited')} ·`}
    <time datetime=${new Date(message.createdAt).toISOString()} title=${localizer.dateTime(message.createdAt)}
      >${localizer.time(message.createdAt)}</time
    >
    ${own ? delivery(message.delivery, props) : nothing}
  </div>`;
}

/** Alternating class names restart the cross-fade at each step of a message that was sent just now. */
function delivery(state: DeliveryState, { receipts, localizer }: TranscriptProps): TemplateResult {
  const shown = receipts || state === 'pending' ? state : 'sent';
  if (shown === 'pending')
    return html`<span class="tick a">${iconClock({ size: 14 })} ${localizer.t('sending')}</span>`;
  if (shown === 'delivered')
    return html`<span class="tick a">${iconDoubleCheck({ size: 14 })} ${localizer.t('delivered')}</span>`;
  if (shown === 'read')
    return html`<span class="tick b seen">${iconDoubleCheck({ size: 14 })} ${localizer.t('read')}</span>`;
  return html`<span class="tick b">${iconCheck({ size: 14 })} ${localizer.t('sent')}</span>`;
}

function failure(message: ConversationMessage, { props, retry, discard }: RowContext): TemplateResult {
  const { localizer } = props;
  return html`<div class="failure">
    ${iconAlert({ size: 14 })} ${localizer.t('notSent')}
    ${
      props.readOnly
        ? nothing
        : html`<button type="button" @click=${() => retry(message.id)}>${localizer.t('retry')}</button>
            <button type="button" @click=${() => discard(message.id)}>${localizer.t('discard')}</button>`
    }
  </div>`;
}

function systemRow(message: ConversationMessage, { props: { localizer } }: RowContext): TemplateResult {
  return html`<li class="system">
    <span part="message message-system" data-id=${message.id} data-status=${message.delivery}
      >${message.content}</span
    >
    ·
    <time datetime=${new Date(message.createdAt).toISOString()} title=${localizer.dateTime(message.createdAt)}
      >${localizer.time(message.createdAt)}</time
    >
  </li>`;
}
