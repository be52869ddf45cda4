// The template of each kind of row, made again only when what it shows changed. Owns what that depends on.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { avatar } from '../avatar/avatar.ts';
import type { AttachmentLoader } from './attachment-loader.ts';
import { messageRow, senderName } from './message-row.ts';
import type { TimelineRow } from './timeline.ts';
import type { TranscriptProps } from './transcript-props.ts';

export interface TimelineView {
  readonly props: TranscriptProps;
  /** Ids of messages that appear with a short rise. */
  readonly fresh: ReadonlySet<string>;
  readonly attachments: AttachmentLoader;
  readonly retry: (messageId: string) => void;
  readonly discard: (messageId: string) => void;
}

export function timelineRow(row: TimelineRow, view: TimelineView): unknown {
  const { props, attachments, retry, discard } = view;
  const { localizer } = props;
  if (row.kind === 'day') {
    return html`<li class="day">${localizer.day(row.at, props.now ?? Date.now())}</li>`;
  }
  if (row.kind === 'new') return html`<li class="new-line">${localizer.t('newLine')}</li>`;
  if (row.kind === 'note') return html`<li>${props.renderNote?.(row.note)}</li>`;
  const { message } = row;
  const withFiles = message.attachments.length > 0;
  const fresh = view.fresh.has(message.id);
  const inputs = [
    message,
    row.first,
    row.last,
    row.introduces,
    fresh,
    withFiles && attachments.version,
    senderName(message, props),
    localizer,
    props.receipts,
    props.readOnly,
  ];
  return guard(inputs, () =>
    messageRow(row, {
      props,
      fresh,
      attachments: withFiles ? attachments.render(message, props) : nothing,
      retry,
      discard,
    }),
  );
}

/** Three dots; in no live region, so it is never spoken. */
export function typingRow(name: string | null, props: TranscriptProps): TemplateResult {
  const { session, localizer, side } = props;
  const other =
    side === 'agent'
      ? { name: session?.visitorName || localizer.t('visitor'), url: null }
      : { name: session?.agentName ?? localizer.t('team'), url: session?.agentAvatarUrl ?? null };
  const who = name ?? other.name;
  return html`<div class="row theirs first last">
    ${avatar({ name: who, url: other.url, size: 28 })}
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
