// The home screen, for whoever has more than one conversation or goes back: a greeting, the way into a new
// conversation, and the ones there are.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Session, WidgetConfig } from '@globalchat/core';
import { avatar, iconBell, iconMute, iconSend } from '@globalchat/ui';
import type { ViewHost } from '../frame/view-host.ts';
import { answerer } from '../i18n/availability-texts.ts';
import { closeButton } from '../shell/close-button.ts';
import type { PanelContext } from '../shell/panel-context.ts';
import { withScreenTexts } from '../shell/screen-texts.ts';
import { screenStyles } from '../shell/screen-styles.ts';
import type { ScreenLocalizer } from '../shell/screen-texts.ts';
import { statusBanner } from '../shell/status-banner.ts';

export function homeScreen(context: PanelContext, view: ViewHost): TemplateResult {
  const { actions, chat, state } = context;
  const localizer = withScreenTexts(context.localizer);
  const { config, restored, sessions } = state;
  return html`<div class="home-top" part="header home">
      <div class="home-bar">
        <span class="stack"
          >${config?.team.slice(0, 3).map(({ name, avatarUrl }) => avatar({ name, url: avatarUrl, size: 40 }))}</span
        >
        <span class="grow"></span>
        ${context.lazyFeatures?.menu(view, context)}${closeButton(context)}
      </div>
      <h2>${localizer.t('greeting').replace(/([.!?]) /, '$1\n')}</h2>
      ${
        config
          ? html`<p class="online">
              <i class=${config.availability.online ? 'dot' : 'dot away'}></i
              >${presenceSentence(config, localizer)}
            </p>`
          : nothing
      }
    </div>
    ${statusBanner(context, null)}
    <div class="home-body">
      <button
        type="button"
        class="btn primary tall wide start"
        part="start"
        @click=${() => actions.showConversation()}
      >
        ${localizer.t('startConversation')}${iconSend()}
      </button>
      ${
        sessions.length > 0 || (chat.hasIdentity() && !restored && !state.error)
          ? html`<h3 id="conversations">${localizer.t('yourConversations')}</h3>
              <ul class="convs card" aria-labelledby="conversations">
                ${restored || sessions.length > 0 ? sessions.map((session) => conversationRow(context, session)) : [loadingRow(), loadingRow()]}
              </ul>`
          : nothing
      }
    </div>
    ${config?.features.sounds ? soundSwitch(context, localizer) : nothing}`;
}

function soundSwitch(
  { actions, lazyFeatures }: PanelContext,
  localizer: ScreenLocalizer,
): TemplateResult | typeof nothing {
  const preferences = lazyFeatures?.preferences;
  if (!preferences) return nothing;
  const { muted } = preferences.get();
  const turn = (): void => {
    preferences.set({ muted: !muted });
    actions.update();
  };
  return html`<div class="home-foot">
    <button type="button" class="btn ghost" @click=${turn}>
      ${muted ? iconMute({ size: 18 }) : iconBell({ size: 18 })}${localizer.t(muted ? 'unmuteSounds' : 'muteSounds')}
    </button>
  </div>`;
}

function conversationRow({ actions, state, ...context }: PanelContext, session: Session): TemplateResult {
  const localizer = withScreenTexts(context.localizer);
  const { name, avatarUrl } = answerer(state.config, session);
  // As in the header: whether somebody answers now, never who is there.
  const isRunning = state.config !== null && session.status !== 'resolved';
  const unread = session.visitorUnread;
  const at = session.lastMessageAt ?? session.createdAt;
  const preview = session.lastMessagePreview || localizer.t('attachment');
  return html`<li>
    <button
      type="button"
      class="conv ${unread > 0 ? 'unread' : ''}"
      part="conversation"
      @click=${() => actions.showConversation(session.id)}
    >
      ${avatar({ name, url: avatarUrl, size: 40, ...(isRunning && { online: state.config.availability.online }) })}
      <span class="txt">
        <span class="l1">
          <b class="truncate" dir="auto">${name}</b>
          <time class="num" datetime=${new Date(at).toISOString()} title=${localizer.dateTime(at)}
            >${localizer.relative(at, Date.now())}</time
          >
        </span>
        <span class="l2">
          <span class="preview"
            >${session.lastMessageBy === 'visitor' ? html`<span>${localizer.t('youSaid', { text: '' })}</span>` : nothing}<span
              class="truncate"
              dir="auto"
              >${preview}</span
            ></span
          >
          ${
            unread > 0
              ? html`<span class="badge"
                  ><span aria-hidden="true">${localizer.number(unread)}</span
                  ><span class="vh">${localizer.t('unread', { n: unread })}</span></span
                >`
              : nothing
          }
        </span>
      </span>
    </button>
  </li>`;
}

/** A sentence: "We’re online. Replies take about 5 minutes." */
function presenceSentence(config: WidgetConfig | null, localizer: ScreenLocalizer): string {
  if (!config) return '';
  const { online, replyMinutes } = config.availability;
  if (!online) return localizer.t('away');
  return replyMinutes ? localizer.t('onlineReplies', { n: replyMinutes }) : localizer.t('online');
}

function loadingRow(): TemplateResult {
  return html`<li class="conv" aria-hidden="true">
    <span class="skeleton face"></span
    ><span class="txt"><span class="skeleton line"></span><span class="skeleton line"></span></span>
  </li>`;
}

export const styles = [
  ...screenStyles,
  css`
    .home-top {
      --_ring: var(--_primary-soft);
      flex: none;
      padding-block: 16px 24px;
      padding-inline: 24px 12px;
      background: linear-gradient(
        var(--_primary-soft),
        color-mix(in oklab, var(--_primary-soft) 30%, var(--_surface))
      );
    }
    .home-bar {
      display: flex;
      align-items: center;
      min-block-size: 40px;
      margin-block-end: 28px;
    }
    .home-bar .icon-btn:hover {
      background: var(--_shade-1);
    }
    .home-top h2 {
      font-size: var(--_text-2xl);
      line-height: 1.18;
      letter-spacing: -0.025em;
      white-space: pre-line;
      overflow-wrap: anywhere;
    }
    .home-top .online {
      display: flex;
      align-items: center;
      gap: 8px;
      margin-block-start: 12px;
      font-size: var(--_text-base);
      color: var(--_on-surface-muted);
    }
    .home-top .online .dot {
      --dot: 8px;
    }
    .home-body {
      flex: 1;
      min-block-size: 0;
      overflow: auto;
      overscroll-behavior: contain;
      padding: 16px 16px 16px;
    }
    .home-body h3 {
      font-size: var(--_text-sm);
      font-weight: 500;
      letter-spacing: 0;
      color: var(--_on-surface-muted);
      margin: 20px 4px 8px;
    }
    .home-foot {
      flex: none;
      padding: 8px 12px 12px;
    }
    .start {
      justify-content: space-between;
      padding-inline: 16px;
      min-block-size: 48px;
    }
    .start .icon {
      transform: rotate(90deg);
    }
    .start .icon:dir(rtl) {
      transform: rotate(-90deg);
    }
    .convs {
      overflow: hidden;
    }
    .convs li + li {
      border-block-start: 1px solid var(--_border);
    }
    .conv {
      display: flex;
      gap: 12px;
      align-items: center;
      inline-size: 100%;
      padding: 11px 12px;
    }
    button.conv:hover {
      background: var(--_surface-hover);
    }
    .conv:focus-visible {
      outline-offset: -2px;
      border-radius: var(--_radius-md);
    }
    .conv .txt {
      flex: 1;
      min-inline-size: 0;
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
    .conv :is(.l1, .l2) {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    .conv b {
      flex: 1;
      font-size: var(--_text-md);
      font-weight: 500;
      text-align: -webkit-match-parent;
      text-align: match-parent;
    }
    .conv time {
      font-size: var(--_text-xs);
      color: var(--_on-surface-subtle);
    }
    /* The text is a box of its own, which is cut off where it ends in its own direction. */
    .conv .preview {
      flex: 1;
      display: flex;
      min-inline-size: 0;
      white-space: pre;
      font-size: var(--_text-sm);
      color: var(--_on-surface-muted);
      min-block-size: 20px;
    }
    .conv.unread b {
      font-weight: 650;
    }
    .conv.unread .preview {
      color: var(--_on-surface);
    }
    .skeleton.face {
      inline-size: 40px;
      block-size: 40px;
      border-radius: 50%;
    }
    .skeleton.line {
      block-size: 14px;
      inline-size: 80%;
      margin-block: 3px;
    }
    .skeleton.line:first-child {
      inline-size: 40%;
    }
  `,
];
