// Who reads along, where nothing is said yet.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { avatar } from '@globalchat/ui';
import type { WidgetConfig } from '@globalchat/core';
import type { WidgetLocalizer } from '../i18n/localization.ts';
import type { PanelContext } from '../shell/panel-context.ts';

export function welcome({ localizer, state }: PanelContext): TemplateResult | undefined {
  const { config } = state;
  // Nobody reads along now; the notice says when somebody will.
  if (!config?.availability.online) return undefined;
  const { replyMinutes } = config.availability;
  return html`<div class="empty">
    <div class="stack">
      ${config.team.slice(0, 3).map(({ name, avatarUrl }) => avatar({ name, url: avatarUrl, size: 48 }))}
    </div>
    <h3>${localizer.t('askUs')}</h3>
    ${config.team[0] && html`<p>${localizer.t('teamReads', { names: teamNames(config, localizer) })}</p>`}
    ${replyMinutes && html`<p>${localizer.t('repliesTake', { n: replyMinutes })}</p>`}
  </div>`;
}

/** "Mara, Jonas and Aiko", in the way of the language. */
function teamNames(config: WidgetConfig, { locale }: WidgetLocalizer): string {
  return new Intl.ListFormat(locale).format(config.team.map(({ name }) => name));
}

export const welcomeStyles = css`
  .empty {
    max-inline-size: 250px;
    margin-inline: auto;
    text-align: center;
    color: var(--_on-surface-muted);
    font-size: var(--_text-base);
  }
  @media (height <= 480px) {
    .empty .stack {
      display: none;
    }
  }
  .empty h3 {
    margin-block: 14px 4px;
    font-size: var(--_text-lg);
    color: var(--_on-surface);
  }
`;
