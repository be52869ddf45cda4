// The row of each kind: its class, its content, and what that depends on.

import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { avatar } from '../avatar/avatar.ts';
import { messageContent, senderName } from './message-row.ts';
import type { Row } from './row-list.ts';
import type { TimelineRow } from './timeline.ts';
import type { TimelineView } from './timeline-view.ts';
import type { TranscriptProps } from './transcript-props.ts';

export function timelineRow(row: TimelineRow, view: TimelineView): Row {
  const { props, text, files, fresh } = view;
  const { localizer } = props;
  const { key } = row;
  if (row.kind === 'day') return line(key, 'day', localizer.day(row.at, props.now ?? Date.now()));
  if (row.kind === 'new') return line(key, 'new-line', localizer.t('newLine'));
  if (row.kind === 'note') {
    return {
      key,
      className: '',
      inputs: [row.note, props.renderNote],
      content: () => props.renderNote?.(row.note),
    };
  }
  const { message, first, last, introduces } = row;
  const isSystem = message.senderType === 'system';
  const side = message.senderType === props.side ? 'mine' : 'theirs';
  const classes = [
    isSystem ? 'system' : `row ${side}`,
    first && 'first',
    last && 'last',
    fresh.has(key) && 'fresh',
  ];
  return {
    key,
    className: classes.filter(Boolean).join(' '),
    inputs: [
      message,
      first,
      last,
      introduces,
      text.version,
      files.version,
      senderName(message, props),
      localizer,
      props.receipts,
      props.readOnly,
      props.actions?.stateOf(message),
    ],
    content: () => messageContent(row, view),
  };
}

function line(key: string, className: string, text: string): Row {
  return { key, className, inputs: [text], content: () => text };
}

/** Three dots; in no live region, so it is never spoken. */
export function typingRow(
  name: string | null,
  { session, localizer, side }: TranscriptProps,
): TemplateResult {
  const visitor = side === 'agent';
  const who =
    name ||
    (visitor ? session?.visitorName || localizer.t('visitor') : session?.agentName || localizer.t('team'));
  return html`<div class="row theirs first last">
    ${avatar({ name: who, url: (!visitor && session?.agentAvatarUrl) || null, size: 28 })}
    <div class="msg">
      <div class="bubble typing">
        <i></i><i></i><i></i><span class="vh">${localizer.t('typing', { name: who })}</span>
      </div>
    </div>
  </div>`;
}

/** The places of messages that are loading. */
export function skeleton(): TemplateResult {
  return html`<div class="skeletons" aria-hidden="true">
    ${['own', 'own', '', 'tall', 'own', ''].map((kind) => html`<span class="skeleton ${kind}"></span>`)}
  </div>`;
}
