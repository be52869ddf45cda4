// What is known about a visitor: loaded with the first who is shown. All of it is text that strangers chose.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import {
  avatar,
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
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { isClaimed, sanitizeText, visitorName } from '../describe/session.ts';
import { languageName, localTime, visitorFacts } from '../describe/visitor.ts';
import type { VisitorFacts } from '../describe/visitor.ts';
import { visitorDetailsStyles } from './visitor-details.styles.ts';

export const styles = [visitorDetailsStyles];

export interface VisitorDetailsProps {
  readonly session: InboxSession;
  /** The message beside the launcher that it answers, in the owner's words. */
  readonly answeredTrigger: string | null;
  /** Earlier conversations, newest first. */
  readonly previous: ThreadState['previous'];
  readonly localizer: InboxLocalizer;
  readonly now: number;
  /** An earlier conversation was chosen. */
  readonly onSelect: (sessionId: string) => void;
}

export function visitorDetails(details: VisitorDetailsProps): TemplateResult {
  const { session, localizer } = details;
  const facts = visitorFacts(session, (browser, system) => localizer.t('browserOn', { browser, system }));
  return html`<div class="visitor" part="visitor">
    ${who(details)} ${told(details, facts)} ${pages(details, facts)} ${attributes(details, facts)}
    ${earlier(details)}
    <slot></slot>
  </div>`;
}

function who({ session, localizer }: VisitorDetailsProps): TemplateResult {
  const name = visitorName(session, localizer);
  return html`<div class="person">
    ${avatar({ name, url: null, size: 48 })}
    <div class="grow">
      <h2 dir="auto">${name}</h2>
      ${
        session.visitorVerified
          ? html`<p class="verified">${iconShield({ size: 16 })}${localizer.t('verified')}</p>`
          : isClaimed(session)
            ? html`<p class="unverified">${localizer.t('notVerified')}</p>`
            : nothing
      }
      ${
        session.visitorBlockedAt === null
          ? nothing
          : html`<p class="blocked">${iconBlock({ size: 16 })}${localizer.t('blocked')}</p>`
      }
    </div>
  </div>`;
}

function told({ session, localizer, now }: VisitorDetailsProps, facts: VisitorFacts): TemplateResult {
  const { locale } = localizer;
  const time = facts.timezone === null ? null : localTime(facts.timezone, now, locale);
  const there = time === null ? null : localizer.t('localTime', { time });
  const where = [facts.place, there].filter((part) => part !== null).join(' · ');
  return html`<ul class="facts">
    ${fact(iconAt, session.visitorEmail === null ? '' : sanitizeText(session.visitorEmail))}
    ${fact(iconPin, where)} ${fact(iconLaptop, facts.browser ?? '')}
    ${fact(iconGlobe, facts.language === null ? '' : languageName(facts.language, locale))}
    ${
      session.rating === null
        ? nothing
        : fact(
            iconStar,
            [localizer.t('rated', { n: session.rating }), sanitizeText(session.ratingComment ?? '')]
              .filter(Boolean)
              .join(': '),
          )
    }
  </ul>`;
}

function fact(icon: typeof iconAt, text: string): TemplateResult | typeof nothing {
  if (text === '') return nothing;
  return html`<li>${icon({ size: 16 })}<bdi>${text}</bdi></li>`;
}

function pages(
  { answeredTrigger, localizer, now }: VisitorDetailsProps,
  facts: VisitorFacts,
): TemplateResult {
  const { page, title, referrer, events } = facts;
  const from = sanitizeText(answeredTrigger ?? '') || facts.trigger;
  const steps = [
    ...facts.trail.filter((visit, index) => index > 0 || visit.path !== page?.path),
    ...events,
  ].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return html`<section part="section">
    <h3>${localizer.t(events.length === 0 ? 'pages' : 'pagesAndEvents')}</h3>
    ${
      page === null && steps.length === 0
        ? html`<p class="subtle">${localizer.t('noPages')}</p>`
        : html`<ol class="trail">
            ${page === null ? nothing : html`<li class="now"><bdi class="wrap" title=${title ?? nothing}>${address(page.site + page.path)}</bdi></li>`}
            ${steps.map(
              (step) =>
                html`<li class=${'name' in step ? 'event' : 'visit'}>
                  ${
                    'name' in step
                      ? html`<span class="wrap"
                          ><bdi class="name">${step.name}</bdi>${
                            step.properties === ''
                              ? nothing
                              : html`<bdi class="properties">${step.properties}</bdi>`
                          }</span
                        >`
                      : html`<bdi class="wrap">${address(step.path)}</bdi>`
                  }${
                    step.at === null
                      ? nothing
                      : html`<time
                          class="subtle num"
                          datetime=${new Date(step.at).toISOString()}
                          title=${localizer.dateTime(step.at)}
                          >${localizer.relative(step.at, now)}</time
                        >`
                  }
                </li>`,
            )}
            ${referrer === null ? nothing : html`<li class="source">${localizer.t('from', { source: referrer })}</li>`}
          </ol>`
    }
    ${
      from === null
        ? nothing
        : html`<p class="started wrap" dir="auto">${localizer.t('startedFrom', { message: from })}</p>`
    }
  </section>`;
}

/** Breaks between its parts, and within one only where that is longer than a line. */
function address(text: string): readonly TemplateResult[] {
  return text.split(/(?<=[/?&])/).map((part) => html`<span class="part">${part}</span>`);
}

function attributes(
  { localizer }: VisitorDetailsProps,
  facts: VisitorFacts,
): TemplateResult | typeof nothing {
  if (facts.attributes.length === 0) return nothing;
  return html`<section part="section">
    <h3>${localizer.t('attributes')}</h3>
    <dl class="attributes">
      ${facts.attributes.map(
        ([name, value]) =>
          html`<div>
            <dt><bdi>${name}</bdi></dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

function earlier({ previous, localizer, now, onSelect }: VisitorDetailsProps): TemplateResult {
  return html`<section part="section">
    <h3>${localizer.t('previousConversations')}</h3>
    ${
      previous.length === 0
        ? html`<p class="subtle">${localizer.t('noPrevious')}</p>`
        : html`<ul class="previous">
            ${previous.map(
              ({ id, status, lastMessagePreview, lastMessageAt }) =>
                html`<li>
                  <button type="button" @click=${() => onSelect(id)}>
                    ${status === 'resolved' ? iconDone({ size: 16 }) : iconInbox({ size: 16 })}
                    <span class="vh">${localizer.t(status)}:</span>
                    <span class="truncate grow" dir="auto"
                      >${sanitizeText(lastMessagePreview ?? '') || localizer.t('noMessages')}</span
                    >
                    ${
                      lastMessageAt === null
                        ? nothing
                        : html`<time class="subtle num" datetime=${new Date(lastMessageAt).toISOString()}
                            >${localizer.relative(lastMessageAt, now)}</time
                          >`
                    }
                  </button>
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}
