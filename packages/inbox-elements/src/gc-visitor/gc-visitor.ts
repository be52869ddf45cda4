// <gc-visitor>: who writes. Owns only the showing of what is known; all of it is text that strangers chose.
import { html, nothing } from 'lit';
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit';
import {
  avatar,
  avatarStyles,
  iconAt,
  iconBlock,
  iconDone,
  iconGlobe,
  iconInbox,
  iconLaptop,
  iconPin,
  iconShield,
  iconStar,
} from '@globalchat/ui';
import type { InboxSession, ThreadState } from '@globalchat/core';
import { ClockController } from '../base/clock-controller.ts';
import { ContextStore } from '../base/context-store.ts';
import { SessionElement } from '../base/session-element.ts';
import { threadContext } from '../contexts.ts';
import { tame, visitorName } from '../describe/session.ts';
import { languageName, localTime, visitorFacts } from '../describe/visitor.ts';
import type { VisitorFacts } from '../describe/visitor.ts';
import { GcSelectEvent } from '../events/session-intents.ts';
import { visitorStyles } from './gc-visitor.styles.ts';

/**
 * Name, e-mail, what the browser and the host application told, pages, earlier conversations.
 *
 * @fires {GcSelectEvent} gc-select - An earlier conversation was chosen.
 * @slot - Your own data about this visitor, below.
 * @csspart visitor - All of it.
 * @csspart section - One titled part.
 */
export class GcVisitor extends SessionElement {
  static override styles: CSSResultGroup[] = [...SessionElement.styles, avatarStyles, visitorStyles];

  static override properties: PropertyDeclarations = {
    previous: { attribute: false },
  };

  /** Earlier conversations, newest first, instead of the provider's. */
  declare previous: ThreadState['previous'] | null;

  readonly #thread = new ContextStore(this, threadContext, ({ previous }) => ({ previous }));
  readonly #clock = new ClockController(this);

  constructor() {
    super();
    this.previous = null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const session = this.current;
    if (session === null) return nothing;
    const facts = visitorFacts(session, (browser, system) => this.t('browserOn', { browser, system }));
    return html`<div class="visitor" part="visitor">
      ${this.#renderHead(session)} ${this.#renderFacts(session, facts)} ${this.#renderPages(facts)}
      ${this.#renderAttributes(facts)} ${this.#renderPrevious()}
      <slot></slot>
    </div>`;
  }

  #renderHead(session: InboxSession): TemplateResult {
    const name = visitorName(session, this.localizer);
    return html`<div class="person">
      ${avatar({ name, url: null, size: 48 })}
      <div class="grow">
        <h2 dir="auto">${name}</h2>
        ${
          session.visitorVerified
            ? html`<p class="verified">${iconShield({ size: 16 })}${this.t('verified')}</p>`
            : nothing
        }
        ${
          session.visitorBlockedAt === null
            ? nothing
            : html`<p class="blocked">${iconBlock({ size: 16 })}${this.t('blocked')}</p>`
        }
      </div>
    </div>`;
  }

  #renderFacts(session: InboxSession, facts: VisitorFacts): TemplateResult {
    const { t } = this;
    const { locale } = this.localizer;
    const time = facts.timezone === null ? null : localTime(facts.timezone, this.#clock.now, locale);
    const there = time === null ? null : t('localTime', { time });
    const where = [facts.place, there].filter((part) => part !== null).join(' · ');
    return html`<ul class="facts">
      ${this.#fact(iconAt, session.visitorEmail === null ? '' : tame(session.visitorEmail))}
      ${this.#fact(iconPin, where)} ${this.#fact(iconLaptop, facts.browser ?? '')}
      ${this.#fact(iconGlobe, facts.language === null ? '' : languageName(facts.language, locale))}
      ${
        session.rating === null
          ? nothing
          : this.#fact(
              iconStar,
              [t('rated', { n: session.rating }), tame(session.ratingComment ?? '')]
                .filter(Boolean)
                .join(': '),
            )
      }
    </ul>`;
  }

  #fact(icon: typeof iconAt, text: string): TemplateResult | typeof nothing {
    if (text === '') return nothing;
    return html`<li>${icon({ size: 16 })}<bdi>${text}</bdi></li>`;
  }

  #renderPages({ page, title, trail, referrer }: VisitorFacts): TemplateResult {
    const { t } = this;
    const earlier = trail.filter((visit, index) => index > 0 || visit.path !== page?.path);
    return html`<section part="section">
      <h3>${t('pages')}</h3>
      ${
        page === null && earlier.length === 0
          ? html`<p class="subtle">${t('noPages')}</p>`
          : html`<ol class="trail">
              ${page === null ? nothing : html`<li class="now"><bdi class="wrap" title=${title ?? nothing}>${page.site}${page.path}</bdi></li>`}
              ${earlier.map(
                (visit) =>
                  html`<li>
                    <bdi class="wrap">${visit.path}</bdi>${
                      visit.at === null
                        ? nothing
                        : html`<time
                            class="subtle num"
                            datetime=${new Date(visit.at).toISOString()}
                            title=${this.localizer.dateTime(visit.at)}
                            >${this.localizer.relative(visit.at, this.#clock.now)}</time
                          >`
                    }
                  </li>`,
              )}
              ${referrer === null ? nothing : html`<li class="source">${t('from', { source: referrer })}</li>`}
            </ol>`
      }
    </section>`;
  }

  #renderAttributes({ attributes }: VisitorFacts): TemplateResult | typeof nothing {
    if (attributes.length === 0) return nothing;
    return html`<section part="section">
      <h3>${this.t('attributes')}</h3>
      <dl class="attributes">
        ${attributes.map(
          ([name, value]) =>
            html`<div>
              <dt><bdi>${name}</bdi></dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
        )}
      </dl>
    </section>`;
  }

  #renderPrevious(): TemplateResult {
    const previous = this.previous ?? this.#thread.value?.previous ?? [];
    return html`<section part="section">
      <h3>${this.t('previousConversations')}</h3>
      ${
        previous.length === 0
          ? html`<p class="subtle">${this.t('noPrevious')}</p>`
          : html`<ul class="previous">
              ${previous.map(
                ({ id, status, lastMessagePreview, lastMessageAt }) =>
                  html`<li>
                    <button type="button" @click=${() => this.tell(new GcSelectEvent(id))}>
                      ${status === 'resolved' ? iconDone({ size: 16 }) : iconInbox({ size: 16 })}
                      <span class="vh">${this.t(status)}:</span>
                      <span class="truncate grow" dir="auto"
                        >${tame(lastMessagePreview ?? '') || this.t('noMessages')}</span
                      >
                      ${
                        lastMessageAt === null
                          ? nothing
                          : html`<time class="subtle num" datetime=${new Date(lastMessageAt).toISOString()}
                              >${this.localizer.relative(lastMessageAt, this.#clock.now)}</time
                            >`
                      }
                    </button>
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'gc-visitor': GcVisitor;
  }
}
