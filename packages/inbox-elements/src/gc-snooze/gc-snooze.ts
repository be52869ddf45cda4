// <gc-snooze>: a menu that puts the conversation away until later.
import { html, nothing } from 'lit';
import type { CSSResultGroup, TemplateResult } from 'lit';
import { iconSnooze } from '@globalchat/ui';
import { MenuController } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import { snoozeTimes } from './snooze-times.ts';
import { snoozeStyles } from './gc-snooze.styles.ts';

const WAKE_CHOICE = 'wake';

/**
 * A menu of times to come back; "Wake up" while it is snoozed.
 *
 * @fires {GcUpdateSessionEvent} gc-update-session - Another `snoozedUntil`.
 * @csspart button - The button.
 * @csspart menu - The menu.
 */
export class GcSnooze extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, ...popupStyles, snoozeStyles];

  readonly #menu = new MenuController(this);

  /** Opens the menu, where the element is visible. */
  open(): void {
    if (this.checkVisibility()) this.#menu.show();
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.current;
    if (session === null) return nothing;
    const now = Date.now();
    const { t } = this;
    const until = session.snoozedUntil !== null && session.snoozedUntil > now ? session.snoozedUntil : null;
    return html`${this.#menu.render({
      label: until === null ? t('snooze') : t('snoozedUntil', { date: this.localizer.dateTime(until) }),
      face: iconSnooze({ size: 18 }),
      buttonClass: `icon-btn ${until === null ? '' : 'on'}`,
      items: [
        ...(until === null ? [] : [{ id: WAKE_CHOICE, label: t('wake') }]),
        ...snoozeTimes(now).map((time) => ({
          id: String(time.until),
          label: t(time.key),
          hint: this.#hint(time.until, now),
        })),
      ],
      onChoose: (id) => this.change({ snoozedUntil: id === WAKE_CHOICE ? null : Number(id) }),
    })}`;
  }

  #hint(until: number, now: number): string {
    const sameDay = new Date(until).toDateString() === new Date(now).toDateString();
    const weekday = new Intl.DateTimeFormat(this.localizer.locale, { weekday: 'short' }).format(until);
    return sameDay ? this.localizer.time(until) : `${weekday} ${this.localizer.time(until)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-snooze': GcSnooze;
  }
}
