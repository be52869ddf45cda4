// What a trigger offers, canned replies or colleagues, and what choosing one inserts.
import { html } from 'lit';
import { avatar } from '@globalchat/ui';
import type { InboxKey, TextParameters } from '@globalchat/ui';
import type { Agent, CannedReply, InboxSession, Membership } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import { firstName, sanitizeText } from '../describe/session.ts';
import { visitorFacts } from '../describe/visitor.ts';
import { fillCanned, findCanned, plainText } from './canned-replies.ts';
import type { CannedFragment } from './canned-replies.ts';
import { findColleagues } from './mentions.ts';
import type { Suggestion, Suggestions } from './suggestion-list.ts';
import type { SuggestionTrigger } from './suggestion-trigger.ts';

export interface SuggestionSource {
  readonly cannedReplies: readonly CannedReply[];
  readonly team: readonly Agent[];
  readonly me: Membership | null;
  readonly session: InboxSession | null;
}

export function suggestionsFor(
  { kind, query }: SuggestionTrigger,
  source: SuggestionSource,
  localizer: InboxLocalizer,
): Suggestions {
  const t = (key: InboxKey, params?: TextParameters): string => localizer.t(key, params);
  const title = t(kind === 'canned' ? 'cannedReplies' : 'mention');
  const noCanned = source.cannedReplies.length === 0 ? 'noCannedReplies' : 'noCannedReply';
  return {
    title: query === '' ? title : t('matching', { title, query }),
    none: t(kind === 'mention' ? 'nobodyMatches' : noCanned),
    items:
      kind === 'canned'
        ? findCanned(source.cannedReplies, query).map((reply) => cannedItem(reply, source, t))
        : findColleagues(source.team, query).map(colleagueItem),
    keys: { choose: t('keyChoose'), insert: t('keyInsert'), close: t('keyClose') },
  };
}

/** The text for the chosen item; empty when it is gone. */
export function insertionFor({ kind }: SuggestionTrigger, id: string, source: SuggestionSource): string {
  if (kind === 'canned') {
    const reply = source.cannedReplies.find((candidate) => candidate.id === id);
    return reply === undefined ? '' : plainText(fill(reply, source));
  }
  const colleague = source.team.find((agent) => agent.userId === id);
  return colleague === undefined ? '' : `@${colleague.displayName} `;
}

function cannedItem(reply: CannedReply, source: SuggestionSource, t: (key: InboxKey) => string): Suggestion {
  return {
    id: reply.id,
    label: `/${reply.shortcut.replace(/^\//, '')}`,
    hint: t(reply.shared ? 'sharedReply' : 'ownReply'),
    body: fill(reply, source).map(({ text, kind }) =>
      kind === 'text' ? text : html`<mark class=${kind}>${text}</mark>`,
    ),
  };
}

function colleagueItem(agent: Agent): Suggestion {
  return {
    id: agent.userId,
    label: agent.displayName,
    start: avatar({ name: agent.displayName, url: agent.avatarUrl, size: 24 }),
  };
}

function fill({ content }: CannedReply, { session, me }: SuggestionSource): readonly CannedFragment[] {
  const { page, attributes } =
    session === null ? { page: null, attributes: [] } : visitorFacts(session, () => '');
  const name = sanitizeText(session?.visitorName ?? '');
  return fillCanned(content, {
    ...Object.fromEntries(attributes.map(([key, value]) => [`attributes.${key}`, value])),
    'visitor.name': name,
    'visitor.first_name': firstName(name),
    'visitor.email': session?.visitorEmail ?? null,
    'agent.name': me?.displayName ?? null,
    'agent.first_name': firstName(me?.displayName ?? ''),
    'tenant.name': me?.tenantName ?? null,
    'session.id': session?.id ?? null,
    'session.page': page && page.site + page.path,
  });
}
