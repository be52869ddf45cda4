// <gc-presence>: which colleagues are here, and whether this agent is for visitors.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { avatar, avatarStyles } from '@globalchat/ui';
import type { AgentAvailability, AgentPresence } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { MenuController } from '../base/menu/menu-controller.ts';
import { popupStyles } from '../base/menu/popup.styles.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext } from '../contexts.ts';
import { teamMember } from '../describe/session.ts';
import { GcSetAvailabilityEvent } from '../events/account-intents.ts';
import { presenceStyles } from './gc-presence.styles.ts';

/** Faces before they are only counted. */
const SHOWN_FACES_LIMIT = 3;
const AVAILABILITIES: readonly AgentAvailability[] = ['online', 'away', 'off'];

/**
 * "Jonas is viewing" for the current conversation, with `scope="team"` everyone who is online, or with `scope="me"` the
 * button "Online" of this agent's own availability.
 *
 * @fires {GcSetAvailabilityEvent} gc-set-availability - Another availability of this agent.
 * @csspart presence - The faces and words.
 * @csspart button - The button of the availability.
 * @csspart menu - The availabilities.
 */
export class GcPresence extends SessionElement {
  static override styles: CSSResultGroup[] = [
    ...SessionElement.styles,
    ...popupStyles,
    avatarStyles,
    presenceStyles,
  ];

  static override properties: PropertyDeclarations = {
    people: { attribute: false },
    scope: {},
  };

  /** Who is in the inbox, instead of the provider's list. */
  declare people: readonly AgentPresence[] | null;
  /** Those at the current conversation, the whole team, or this agent. */
  declare scope: 'session' | 'team' | 'me';

  readonly #menu = new MenuController(this);
  readonly #inbox = new ContextStore(this, inboxContext, ({ people, team, me, availability }) => ({
    people,
    team,
    me,
    availability,
  }));

  constructor() {
    super();
    this.people = null;
    this.scope = 'session';
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.scope === 'me') return this.#renderMine();
    const people = this.#here();
    if (people.length === 0) return nothing;
    return html`<span class="presence" part="presence">
      <span class="stack">${people.slice(0, SHOWN_FACES_LIMIT).map((person) => this.#face(person))}</span>
      <span class=${this.scope === 'team' ? 'vh' : 'words truncate'}>${this.#words(people)}</span>
    </span>`;
  }

  #renderMine(): TemplateResult | typeof nothing {
    const { availability = null } = this.#inbox.value ?? {};
    if (availability === null) return nothing;
    const { t } = this;
    const words = { online: t('availabilityOnline'), away: t('availabilityAway'), off: t('availabilityOff') };
    return this.#menu.render({
      label: t('availabilityIs', { state: words[availability] }),
      face: html`<i class="dot ${availability}"></i><span class="words">${words[availability]}</span>`,
      buttonClass: 'btn ghost sm',
      items: AVAILABILITIES.map((id) => ({
        id,
        label: words[id],
        start: html`<i class="dot ${id}"></i>`,
        checked: id === availability,
      })),
      onChoose: (id) => this.tell(new GcSetAvailabilityEvent(id as AgentAvailability)),
    });
  }

  #here(): readonly AgentPresence[] {
    const { people = [], me = null } = this.#inbox.value ?? {};
    const all = this.people ?? people;
    if (this.scope === 'team') return all;
    return all.filter(
      (person) =>
        person.userId !== me?.userId && person.viewing !== null && person.viewing === this.currentId,
    );
  }

  #face(person: AgentPresence): TemplateResult {
    const agent = teamMember(this.#inbox.value?.team ?? [], person.userId);
    return avatar({ name: person.name, url: agent?.avatarUrl ?? null, size: 24, online: true });
  }

  #words(people: readonly AgentPresence[]): string {
    const { t } = this;
    const names = new Intl.ListFormat(this.localizer.locale).format(people.map((person) => person.name));
    if (this.scope === 'team') return t('onlineNow', { names });
    const typing = people.find((person) => person.typing);
    if (typing !== undefined) return t('isTypingHere', { name: typing.name });
    return people.length === 1 ? t('isViewing', { name: names }) : t('people', { n: people.length });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-presence': GcPresence;
  }
}
