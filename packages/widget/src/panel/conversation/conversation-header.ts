// The top of a conversation: back, who answers, close.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationState } from '@globalchat/core';
import { avatar, iconBack, iconClose } from '@globalchat/ui';
import type { PanelContext } from '../shell/panel-context.ts';
import { answerer, presenceLine } from '../i18n/presence-texts.ts';

export function closeButton({ host, localizer, actions }: PanelContext): TemplateResult | typeof nothing {
  // In the flow of the page there is nothing to close.
  if (host.placement === 'inline') return nothing;
  return html`<button
    type="button"
    class="icon-btn"
    part="close"
    aria-label=${localizer.t('closeChat')}
    @click=${actions.close}
  >
    ${iconClose()}
  </button>`;
}

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
  return html`<header class="bar" part="header">
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
      <p class="truncate">${line}</p>
    </div>
    ${menu}${closeButton(context)}
  </header>`;
}
