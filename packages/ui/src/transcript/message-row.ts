// The content of a message's row: name, bubble, face and meta line.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { plainName } from '../files/plain-name.ts';
import { avatar } from '../avatar/avatar.ts';
import { iconAlert } from '../icons/conversation-icons.ts';
import { iconCheck, iconClock, iconDoubleCheck } from '../icons/message-icons.ts';
import type { Icon } from '../icons/drawing.ts';
import type { TranscriptKey } from '../i18n/en/transcript.ts';
import type { MessageRow } from './timeline.ts';
import type { TimelineView } from './timeline-view.ts';
import type { TranscriptProps } from './transcript-props.ts';

/** What is read out of one message. */
const SPOKEN_CHARACTERS = 500;

export function messageContent(row: MessageRow, view: TimelineView): TemplateResult {
  const { message, first, last } = row;
  const { props } = view;
  const { localizer } = props;
  if (message.senderType === 'system') {
    return html`<span part="message message-system" data-id=${message.id} data-status=${message.delivery}
        >${message.content}</span
      >
      · ${timestamp(message.createdAt, props)}`;
  }
  const mine = message.senderType === props.side;
  const inbox = props.side === 'agent';
  const name = senderName(message, props);
  const said = row.introduces && !mine && !inbox ? 'who' : 'vh';
  return html`
    ${first ? html`<div class=${said}>${mine && !inbox ? localizer.t('you') : name}</div>` : nothing}
    ${body(message, view)} ${props.actions?.button(message)}
    ${last && (inbox || !mine) ? avatar({ name, url: message.senderAvatarUrl, size: 28 }) : nothing}
    ${
      message.delivery === 'failed'
        ? failure(message.id, view)
        : last || message.delay
          ? meta(message, props, mine, inbox ? name : null)
          : nothing
    }
    ${props.actions?.list(message)}
  `;
}

/** What others call the sender; never empty. */
export function senderName(
  { senderName: name, senderType }: ConversationMessage,
  props: TranscriptProps,
): string {
  const { session, localizer } = props;
  const given = name || (senderType === 'visitor' && session?.visitorName) || '';
  return plainName(given) || localizer.t(senderType === 'visitor' ? 'visitor' : 'team');
}

/** What is said of a message. */
export function spokenText(
  message: ConversationMessage,
  { props, text }: Pick<TimelineView, 'props' | 'text'>,
): string {
  const said =
    text.read(message).slice(0, SPOKEN_CHARACTERS) || message.attachments.map(({ name }) => name).join(', ');
  return `${senderName(message, props)}: ${said}`;
}

// No space between tags: the element's text is the message's, and a bubble shows white space as it is.
// prettier-ignore
function body(message: ConversationMessage, { props, text, files, act }: TimelineView): TemplateResult {
  const gone = message.deletedAt !== null;
  const look = gone ? 'bubble gone' : message.delivery === 'failed' ? 'bubble bad' : 'bubble';
  return html`<div class="msg" part="message message-${message.senderType}" data-id=${message.id} data-status=${message.delivery}
    >${gone || message.content
      ? html`<div class=${look} part="bubble">${gone ? props.localizer.t('deleted') : text.render(message)}</div>`
      : nothing}${files.render(message, props, () => act('discard', message.id))}</div>`;
}

function meta(
  message: ConversationMessage,
  props: TranscriptProps,
  mine: boolean,
  name: string | null,
): TemplateResult {
  const { localizer } = props;
  const gone = message.deletedAt !== null;
  return html`<div class="meta" part="meta">
    ${mine && name !== null ? html`<bdi>${name}</bdi> ·` : nothing}
    ${message.editedAt !== null && !gone ? `${localizer.t('edited')} ·` : nothing}
    ${timestamp(message.createdAt, props)} ${mine && !gone ? delivery(message, props) : nothing}
  </div>`;
}

const DELIVERY_STATES: Readonly<Record<string, readonly [Icon, TranscriptKey]>> = {
  pending: [iconClock, 'sending'],
  sent: [iconCheck, 'sent'],
  delivered: [iconDoubleCheck, 'delivered'],
  read: [iconDoubleCheck, 'read'],
};

function delivery(
  { delivery: state, delay }: ConversationMessage,
  { receipts, localizer }: TranscriptProps,
): unknown {
  if (delay && state === 'pending') {
    return html`<span class="tick late" role="status"
      >${iconAlert({ size: 14 })} ${localizer.t('stillTrying', { time: localizer.time(delay.retryAt) })}</span
    >`;
  }
  const shown = receipts || state === 'pending' ? state : 'sent';
  const [icon, word] = DELIVERY_STATES[shown] ?? [];
  return icon && word && html`<span class="tick ${shown}">${icon({ size: 14 })} ${localizer.t(word)}</span>`;
}

function timestamp(at: number, { localizer }: TranscriptProps): TemplateResult {
  return html`<time datetime=${new Date(at).toISOString()} title=${localizer.dateTime(at)}
    >${localizer.time(at)}</time
  >`;
}

function failure(id: string, { props, act }: TimelineView): TemplateResult {
  const { localizer, readOnly } = props;
  const button = (key: 'retry' | 'discard'): TemplateResult =>
    html`<button type="button" @click=${() => act(key, id)}>${localizer.t(key)}</button>`;
  return html`<div class="failure">
    ${iconAlert({ size: 14 })} ${localizer.t('notSent')}
    ${readOnly ? nothing : [button('retry'), button('discard')]}
  </div>`;
}
