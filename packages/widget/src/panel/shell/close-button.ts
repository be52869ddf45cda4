// The button that closes the chat, at the end of every header.

import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { iconClose } from '@globalchat/ui';
import type { PanelContext } from './panel-context.ts';

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
