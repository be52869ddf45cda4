// What the visitor wrote, while the code of the transcript is on its way or cannot come for want of a network: plain bubbles
// with a clock. It is small, so that it can be here before anything is written.

import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConversationMessage } from '@globalchat/core';
import { extension, iconClock, sendingTexts } from '@globalchat/ui';
import type { WidgetLocalizer } from '../i18n/localization.ts';

const withSendingTexts = extension(sendingTexts);

/** Undefined when nothing was written yet. */
export function waitingMessages(
  messages: readonly ConversationMessage[],
  localizer: WidgetLocalizer,
): TemplateResult | undefined {
  if (!messages[0]) return undefined;
  const withTexts = withSendingTexts(localizer);
  return html`<ol class="waiting">
    ${messages.map(
      ({ id, content, delivery, uploads = [] }) =>
        html`<li>
          <div part="message message-visitor" data-id=${id} data-status=${delivery}>
            ${content || uploads.map(({ name }) => name).join(', ')}
          </div>
          ${iconClock({ size: 14 })} ${withTexts.t('sending')}
        </li>`,
    )}
  </ol>`;
}

export const waitingStyles = css`
  .waiting {
    display: grid;
    gap: 8px;
    list-style-type: '';
    font-size: var(--_text-xs);
    color: var(--_on-surface-muted);
  }
  .waiting li {
    justify-self: end;
    max-inline-size: 82%;
    text-align: end;
  }
  .waiting div {
    margin-block-end: 4px;
    padding: 8px 13px;
    border-radius: calc(var(--_radius) * 1.5);
    background: var(--gc-bubble-visitor, var(--_primary));
    color: var(--gc-on-bubble-visitor, var(--_on-primary));
    font-size: var(--_text-md);
    text-align: start;
    unicode-bidi: plaintext;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
`;
