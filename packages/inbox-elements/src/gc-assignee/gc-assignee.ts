// <gc-assignee>: a menu that says who takes care of the conversation.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { avatar, avatarStyles, iconChevronDown, iconUser } from '@globalchat/ui';
import type { Agent } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { MenuController } from '../base/menu/menu-controller.ts';
import type { MenuItem } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext } from '../contexts.ts';
import { firstName, teamMember } from '../describe/session.ts';
import { assigneeStyles } from './gc-assignee.styles.ts';

const NOBODY = 'nobody';

/**
 * A menu of the team; the agent at this inbox comes first.
 *
 * @fires {GcUpdateSessionEvent} gc-update-session - Another assignee.
 * @csspart button - The button.
 * @csspart menu - The menu.
 */
export class GcAssignee extends SessionElement {
  static override styles: CSSResultGroup[] = [
    ...SessionElement.styles,
    avatarStyles,
    ...popupStyles,
    assigneeStyles,
  ];

  static override properties: PropertyDeclarations = {
    team: { attribute: false },
  };

  /** The team, instead of the provider's. */
  declare team: readonly Agent[] | null;

  readonly #inbox = new ContextStore(this, inboxContext, ({ team, me }) => ({ team, me }));
  readonly #menu = new MenuController(this);

  constructor() {
    super();
    this.team = null;
  }

  /** Opens the menu, where the element is visible. */
  open(): void {
    if (this.checkVisibility()) this.#menu.show();
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.current;
    if (session === null) return nothing;
    const assigned = teamMember(this.#team, session.assignedTo);
    const name = assigned?.displayName ?? (session.assignedTo === null ? this.t('nobody') : '?');
    return html`${this.#menu.render({
      label: this.t('assigneeIs', { name }),
      face: html`${
          session.assignedTo === null
            ? iconUser({ size: 16 })
            : avatar({ name, url: assigned?.avatarUrl ?? null, size: 20 })
        }
        <span class="name truncate">${assigned === null ? name : firstName(name)}</span
        >${iconChevronDown({ size: 16 })}`,
      buttonClass: 'btn quiet sm',
      items: this.#items(session.assignedTo),
      onChoose: (id) => this.change({ assignedTo: id === NOBODY ? null : id }),
    })}`;
  }

  #items(assignedTo: string | null): readonly MenuItem[] {
    const me = this.#inbox.value?.me?.userId;
    const mineFirst = [...this.#team].sort((a, b) => Number(b.userId === me) - Number(a.userId === me));
    return [
      ...mineFirst.map((agent) => ({
        id: agent.userId,
        label: agent.displayName,
        start: avatar({ name: agent.displayName, url: agent.avatarUrl, size: 20 }),
        checked: agent.userId === assignedTo,
        ...(agent.userId === me && { hint: this.t('me') }),
      })),
      { id: NOBODY, label: this.t('nobody'), start: iconUser({ size: 20 }), checked: assignedTo === null },
    ];
  }

  get #team(): readonly Agent[] {
    return this.team ?? this.#inbox.value?.team ?? [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-assignee': GcAssignee;
  }
}
