// The top of a conversation: back, who answers, close. No <header>: in a page that would be a second banner.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationState } from '@globalchat/core';
import { avatar, iconBack } from '@globalchat/ui';
import { answerer, presenceLine } from '../i18n/availability-texts.ts';
import { closeButton } from '../shell/close-button.ts';
import type { PanelContext } from '../shell/panel-context.ts';

export function conversationHeader(
  context: PanelContext,
  { connection, session }: ConversationState,
  menu: unknown,
): TemplateResult {
  const { actions, localizer, state } = context;
  const { config } = state;
  const { name, avatarUrl } = answerer(config, session);
  const online = config?.availability.online;
  const line = connection === 'reconnecting' ? localizer.t('connecting') : presenceLine(config, localizer);
  return html`<div class="bar" part="header">
    <button
      type="button"
      class="icon-btn back"
      part="back"
      aria-label=${localizer.t('back')}
      @click=${actions.showHome}
    >
      ${iconBack({ flip: true })}
    </button>
    ${config ? avatar({ name, url: avatarUrl, size: 36, ...(online !== undefined && { online }) }) : nothing}
    <div class="who-block">
      <h2 class="truncate">${name}</h2>
      <p>${line}</p>
    </div>
    ${menu}${closeButton(context)}
  </div>`;
}
