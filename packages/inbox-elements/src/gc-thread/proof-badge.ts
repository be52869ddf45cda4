// Beside a visitor's name: whether it was proved, or only told. Nothing for somebody who said nothing.
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconShield } from '@globalchat/ui';
import type { InboxSession } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { isClaimed } from '../describe/session.ts';

export function proofBadge(
  session: InboxSession,
  localizer: InboxLocalizer,
): TemplateResult | typeof nothing {
  const verified = localizer.t('verified');
  if (session.visitorVerified)
    return html`<span class="verified" title=${verified}
      >${iconShield({ size: 16 })}<span class="vh">${verified}</span></span
    >`;
  return isClaimed(session) ? html`<span class="unverified">${localizer.t('notVerified')}</span>` : nothing;
}

export const proofBadgeStyles = css`
  .verified {
    display: flex;
    flex: none;
    color: var(--_accent);
  }
  /* Where there is little room the name stays: the details say it too. */
  .unverified {
    flex: 0 99 auto;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--_text-sm);
    font-style: italic;
    color: var(--_on-surface-muted);
  }
`;
