// <gc-status>: the buttons "Resolve" and "Reopen", and the menu of all states.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { iconChevronDown, iconClock, iconDone, iconInbox, iconReply } from '@globalchat/ui';
import type { SessionStatus } from '@globalchat/core';
import { MenuController } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import { statusStyles } from './gc-status.styles.ts';

const STATUSES: readonly SessionStatus[] = ['open', 'pending', 'resolved'];

/**
 * Resolves or reopens the conversation. The button stays the same element, so that it keeps the focus.
 *
 * @fires {GcUpdateSessionEvent} gc-update-session - Another status.
 * @csspart resolve - The main button.
 * @csspart button - The button of the menu.
 * @csspart menu - The menu.
 */
export class GcStatus extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, ...popupStyles, statusStyles];

  static override properties: PropertyDeclarations = {
    compact: { type: Boolean },
  };

  /** Only the main button, without a frame, for narrow headers. */
  declare compact: boolean;

  readonly #menu = new MenuController(this);

  constructor() {
    super();
    this.compact = false;
  }

  /** Does what the main button does. */
  toggle(): void {
    const session = this.current;
    if (session !== null) this.change({ status: session.status === 'resolved' ? 'open' : 'resolved' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.current;
    if (session === null) return nothing;
    const resolved = session.status === 'resolved';
    return html`<div class="split">
      <button
        type="button"
        class="btn sm ${this.compact ? 'ghost' : 'quiet resolve'}"
        part="resolve"
        @click=${() => this.toggle()}
      >
        ${resolved ? iconReply({ size: 16, flip: true }) : iconDone({ size: 16 })}
        ${this.t(resolved ? 'reopen' : 'resolve')}
      </button>
      ${this.compact ? nothing : this.#renderMenu(session.status)}
    </div>`;
  }

  #renderMenu(current: SessionStatus): TemplateResult {
    const icon = { open: iconInbox, pending: iconClock, resolved: iconDone };
    return this.#menu.render({
      label: this.t('changeStatus'),
      face: iconChevronDown({ size: 16 }),
      buttonClass: 'btn quiet sm caret',
      items: STATUSES.map((status) => ({
        id: status,
        label: this.t(status),
        start: icon[status]({ size: 16 }),
        checked: status === current,
      })),
      onChoose: (status) => this.change({ status: status as SessionStatus }),
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-status': GcStatus;
  }
}
