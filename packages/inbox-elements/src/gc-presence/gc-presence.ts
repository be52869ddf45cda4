// <gc-presence>: which colleagues are here.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import { avatar, avatarStyles } from '@globalchat/ui';
import type { AgentPresence } from '@globalchat/core';
import { ContextStore } from '../base/context-store.ts';
import { SessionElement } from '../base/session-element.ts';
import { inboxContext } from '../contexts.ts';
import { teamMember } from '../describe/session.ts';
import { presenceStyles } from './gc-presence.styles.ts';

/** Faces before they are only counted. */
const FACE_LIMIT = 3;

/**
 * "Jonas is viewing" for the current conversation, or with `scope="team"` everyone who is online.
 *
 * @csspart presence - The faces and words.
 */
export class GcPresence extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, avatarStyles, presenceStyles];

  static override properties: PropertyDeclarations = {
    people: { attribute: false },
    scope: {},
  };

  /** Who is in the inbox, instead of the provider's list. */
  declare people: readonly AgentPresence[] | null;
  /** Those at the current conversation, or the whole team. */
  declare scope: 'session' | 'team';

  readonly #inbox = new ContextStore(this, inboxContext, ({ people, team, me }) => ({ people, team, me }));

  constructor() {
    super();
    this.people = null;
    this.scope = 'session';
  }

  protected override render(): TemplateResult | typeof nothing {
    const people = this.#here();
    if (people.length === 0) return nothing;
    return html`<span class="presence" part="presence">
      <span class="stack">${people.slice(0, FACE_LIMIT).map((person) => this.#face(person))}</span>
      <span class=${this.scope === 'team' ? 'vh' : 'words truncate'}>${this.#words(people)}</span>
    </span>`;
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
