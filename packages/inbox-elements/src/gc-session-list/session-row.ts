// One row of the list, and what assistive technology reads of it.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { avatar, iconAt, iconBolt, iconDone, iconShield, iconSnooze, iconUser } from '@globalchat/ui';
import type { Agent, InboxSession, Membership } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { preview, tagHue, sanitizeText, teamMember, visitorName } from '../describe/session.ts';
import { siteOf } from '../describe/page.ts';

export interface SessionRow {
  readonly session: InboxSession;
  readonly selected: boolean;
  /** The one row that Tab reaches. */
  readonly active: boolean;
  readonly typing: boolean;
  /** A colleague mentioned this agent there, which was not looked at since. */
  readonly mentioned: boolean;
  readonly me: Membership | null;
  readonly team: readonly Agent[];
  readonly localizer: InboxLocalizer;
  readonly now: number;
}

/** Chips that fit into a row; more tags are counted. */
const SHOWN_CHIPS_LIMIT = 2;

export function sessionRow(row: SessionRow): TemplateResult {
  const { session, localizer, now } = row;
  const unread = session.agentUnread;
  const { id } = session;
  const classes = `item${unread > 0 ? ' unread' : ''}${row.selected ? ' selected' : ''}`;
  const { writer, text } = preview(session, row.me, localizer);
  // The button holds only the name, which is then its name, and is stretched over the row.
  return html`<div
    class=${classes}
    part="session ${row.selected ? 'session-selected' : ''} ${unread > 0 ? 'session-unread' : ''}"
    data-row=${id}
  >
    ${avatar({ name: visitorName(session, localizer), url: null, size: 36 })}
    <div class="txt">
      <div class="line">
        <button
          type="button"
          class="name truncate"
          dir="auto"
          data-id=${id}
          tabindex=${row.active ? 0 : -1}
          aria-describedby="marks-${id} unread-${id} time-${id} preview-${id} foot-${id}"
          aria-current=${row.selected ? 'true' : nothing}
        >
          ${visitorName(session, localizer)}
        </button>
        <span id="marks-${id}" class="marks">${marks(row)}</span>
        <span id="time-${id}" class="time"
          >${moment(session.lastMessageAt ?? session.createdAt, now, localizer)}</span
        >
      </div>
      <div class="line">
        ${
          row.typing
            ? html`<span id="preview-${id}" class="preview is-typing truncate"
                >${localizer.t('isTyping')}</span
              >`
            : html`<span id="preview-${id}" class="preview truncate"
                ><span class="writer truncate">${writer}</span
                ><span class="truncate" dir="auto">${text}</span></span
              >`
        }
        <span id="unread-${id}">${unread > 0 ? unreadBadge(unread, localizer) : nothing}</span>
      </div>
      <div id="foot-${id}" class="line foot">${foot(row)}</div>
    </div>
  </div>`;
}

function marks({ session, mentioned, localizer }: SessionRow): TemplateResult {
  const { priority } = session;
  return html`${
    mentioned
      ? html`<span class="mention"
          >${iconAt({ size: 14 })}<span class="vh">${localizer.t('mentionsYou')}</span></span
        >`
      : nothing
  }${
    session.visitorVerified
      ? html`<span class="verified"
          >${iconShield({ size: 14 })}<span class="vh">${localizer.t('verified')}</span></span
        >`
      : nothing
  }${
    priority === 'high' || priority === 'urgent'
      ? html`<span class="priority ${priority}"
          >${iconBolt({ size: 14 })}<span class="vh"
            >${localizer.t(priority === 'high' ? 'highPriority' : 'urgentPriority')}</span
          ></span
        >`
      : nothing
  }`;
}

/** How long ago, with the exact moment for whoever wants it. */
export function moment(at: number, now: number, localizer: InboxLocalizer): TemplateResult {
  return html`<time class="num" datetime=${new Date(at).toISOString()} title=${localizer.dateTime(at)}
    >${localizer.relative(at, now)}</time
  >`;
}

function unreadBadge(count: number, localizer: InboxLocalizer): TemplateResult {
  return html`<span class="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span
    ><span class="vh">${localizer.t('unreadCount', { n: count })}</span>`;
}

function foot({ session, team, localizer, now }: SessionRow): TemplateResult {
  const { tags } = session;
  const site = siteOf(session);
  const asleep = session.snoozedUntil !== null && session.snoozedUntil > now;
  const resolved = session.status === 'resolved';
  const shown = SHOWN_CHIPS_LIMIT - (asleep || resolved ? 1 : 0);
  return html`${
      resolved
        ? html`<span class="chip done">${iconDone({ size: 14 })}${localizer.t('resolved')}</span>`
        : nothing
    }${
      asleep
        ? html`<span class="chip"
            >${iconSnooze({ size: 14 })}${localizer.t('until', { time: shortMoment(session.snoozedUntil ?? now, now, localizer) })}</span
          >`
        : nothing
    }${tags
      .slice(0, shown)
      .map(
        (tag) =>
          html`<span class="chip tag"
            ><i class="swatch hue-${tagHue(tag)}"></i><span class="truncate">${sanitizeText(tag)}</span></span
          >`,
      )}${
      tags.length > shown
        ? html`<span class="chip">+${localizer.number(tags.length - shown)}</span>`
        : nothing
    }${tags.length === 0 && site !== null ? html`<span class="site truncate">${site}</span>` : nothing}
    <span class="grow"></span>${assignee(session, team, localizer)}`;
}

/** The time of day within the next day, else the date. */
function shortMoment(at: number, now: number, localizer: InboxLocalizer): string {
  return at - now < 86_400_000 ? localizer.time(at) : localizer.day(at, now);
}

function assignee(session: InboxSession, team: readonly Agent[], localizer: InboxLocalizer): TemplateResult {
  if (session.assignedTo === null) {
    return html`<span class="nobody"
      >${iconUser({ size: 14 })}<span class="vh">${localizer.t('assignedToNobody')}</span></span
    >`;
  }
  const agent = teamMember(team, session.assignedTo);
  const name = agent?.displayName ?? '?';
  return html`${avatar({ name, url: agent?.avatarUrl ?? null, size: 20 })}<span class="vh"
      >${localizer.t('assignedTo', { name })}</span
    >`;
}
