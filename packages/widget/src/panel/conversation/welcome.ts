// Who reads along, where nothing is said yet.

import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { avatar } from '@globalchat/ui';
import { teamNames } from '../i18n/presence-texts.ts';
import type { PanelContext } from '../shell/panel-context.ts';

export function welcome({ localizer, state }: PanelContext): TemplateResult | typeof nothing {
  const { config } = state;
  // Nobody reads along now; the notice says when somebody will.
  if (!config?.availability.online) return nothing;
  const { replyMinutes } = config.availability;
  return html`<div class="empty">
    <div class="stack">
      ${config.team.slice(0, 3).map(({ name, avatarUrl }) => avatar({ name, url: avatarUrl, size: 48 }))}
    </div>
    <h3>${localizer.t('askUs')}</h3>
    ${config.team.length > 0 ? html`<p>${localizer.t('teamReads', { names: teamNames(config, localizer) })}</p>` : nothing}
    ${replyMinutes ? html`<p>${localizer.t('repliesTake', { n: replyMinutes })}</p>` : nothing}
  </div>`;
}

export const welcomeStyles = css`
  .empty {
    max-inline-size: 250px;
    margin-inline: auto;
    text-align: center;
    color: var(--_on-surface-muted);
    font-size: var(--_text-base);
  }
  .empty h3 {
    margin-block: 14px 4px;
    font-size: var(--_text-lg);
    color: var(--_on-surface);
  }
`;
