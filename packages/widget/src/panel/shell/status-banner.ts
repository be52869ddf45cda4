// One line under the header that says what the chat cannot do right now: of several reasons the most important one.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationState } from '@globalchat/core';
import { iconAlert, iconOffline } from '@globalchat/ui';
import { errorText } from '../i18n/error-texts.ts';
import type { PanelContext } from './panel-context.ts';

export function statusBanner(
  context: PanelContext,
  conversation: ConversationState | null,
): TemplateResult | typeof nothing {
  const { actions, localizer, state } = context;
  const connection = conversation?.connection ?? state.connection;
  if (connection === 'offline' || navigator.onLine === false) {
    return html`<p class="strip warn" part="strip" role="status">
      ${iconOffline({ size: 16 })}<span>${localizer.t('offline')}</span>
    </p>`;
  }
  const error = conversation?.error ?? state.error;
  if (error) {
    return html`<div class="strip bad" part="strip" role="alert">
      ${iconAlert({ size: 16 })}<span class="grow">${errorText(error, localizer)}</span>
      <button type="button" @click=${actions.retry}>${localizer.t('retry')}</button>
    </div>`;
  }
  // Worth saying only once there is something to lose.
  if (conversation?.messages[0] && !conversation.durable) {
    return html`<p class="strip warn" part="strip" role="status">
      ${iconAlert({ size: 16 })}<span>${localizer.t('noStorage')}</span>
    </p>`;
  }
  return nothing;
}
