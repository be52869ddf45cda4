// <gc-priority>: a menu that says how urgent the conversation is.
import { html, nothing } from 'lit';
import type { CSSResultGroup, TemplateResult } from 'lit';
import { iconBolt } from '@globalchat/ui';
import type { Priority } from '@globalchat/core';
import { MenuController } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import type { InboxKey } from '@globalchat/ui';
import { priorityStyles } from './gc-priority.styles.ts';

const PRIORITY_TEXTS: Readonly<Record<Priority, InboxKey>> = {
  urgent: 'priorityUrgent',
  high: 'priorityHigh',
  normal: 'priorityNormal',
  low: 'priorityLow',
};

/**
 * A menu of the four priorities.
 *
 * @fires {GcUpdateSessionEvent} gc-update-session - Another priority.
 * @csspart button - The button.
 * @csspart menu - The menu.
 */
export class GcPriority extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, ...popupStyles, priorityStyles];

  readonly #menu = new MenuController(this);

  protected override render(): TemplateResult | typeof nothing {
    const session = this.current;
    if (session === null) return nothing;
    const { t } = this;
    return html`${this.#menu.render({
      label: t('priorityIs', { name: t(PRIORITY_TEXTS[session.priority]) }),
      face: html`<span class=${session.priority}>${iconBolt({ size: 18 })}</span>`,
      buttonClass: 'icon-btn',
      items: (Object.keys(PRIORITY_TEXTS) as Priority[]).map((priority) => ({
        id: priority,
        label: t(PRIORITY_TEXTS[priority]),
        start: html`<span class=${priority}>${iconBolt({ size: 16 })}</span>`,
        checked: priority === session.priority,
      })),
      onChoose: (priority) => this.change({ priority: priority as Priority }),
    })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-priority': GcPriority;
  }
}
