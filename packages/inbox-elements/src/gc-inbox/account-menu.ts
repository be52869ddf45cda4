// Who works here: the agent's face, other tenants, signing out.
import { html } from 'lit';
import type { ReactiveElement, TemplateResult } from 'lit';
import { avatar, iconUsers } from '@globalchat/ui';
import type { Membership } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { MenuController } from '../base/menu/menu-controller.ts';
import type { MenuItem } from '../base/menu/menu-controller.ts';
import { GcChangeTenantEvent, GcSignOutEvent } from '../events/account-intents.ts';
import type { IntentEvent } from '../events/intent-event.ts';

export interface AccountMenuOptions {
  readonly me: Membership;
  readonly memberships: readonly Membership[];
  readonly canSignOut: boolean;
  readonly localizer: InboxLocalizer;
  readonly ask: (intent: IntentEvent) => void;
}

const SIGN_OUT = 'sign-out';

export class AccountMenu {
  readonly #menu: MenuController;

  constructor(host: ReactiveElement) {
    this.#menu = new MenuController(host, 'account');
  }

  /** A menu, or only the face when there is nothing to choose. */
  render({ me, memberships, canSignOut, localizer, ask }: AccountMenuOptions): TemplateResult {
    const face = avatar({ name: me.displayName, url: me.avatarUrl, size: 32 });
    const items: MenuItem[] = [
      ...(memberships.length < 2 ? [] : memberships).map((membership) => ({
        id: membership.tenantId,
        label: membership.tenantName,
        start: iconUsers({ size: 16 }),
        checked: membership.tenantId === me.tenantId,
      })),
      ...(canSignOut ? [{ id: SIGN_OUT, label: localizer.t('signOut') }] : []),
    ];
    const label = localizer.t('accountOf', { name: me.displayName });
    if (items.length === 0) return html`<span class="face" role="img" aria-label=${label}>${face}</span>`;
    return this.#menu.render({
      label,
      face,
      buttonClass: 'face',
      items,
      onChoose: (id) => ask(id === SIGN_OUT ? new GcSignOutEvent() : new GcChangeTenantEvent(id)),
    });
  }
}
