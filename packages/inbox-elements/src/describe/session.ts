// How a conversation is put into words: its visitor's name, preview, unread count. What visitors wrote is hostile:
// control and direction marks are taken out, and it is only ever text.
import type { Agent, InboxSession, Membership, SearchHit } from '@globalchat/core';
import type { InboxLocalizer } from '../base/default-localizer.ts';
import type { Place } from '../contexts.ts';

/** Characters that would change how the text around a name reads: controls, line breaks, direction overrides. */
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** Text that stays within itself, with the spaces at its ends. */
export function replaceControlCharacters(text: string): string {
  return text.replace(CONTROL_CHARACTERS, ' ').replace(/\s+/g, ' ');
}

/** One line of text that stays within itself. */
export function sanitizeText(text: string): string {
  return replaceControlCharacters(text).trim();
}

/** The visitor's name, else the e-mail address, else “Visitor 4F2A”. Never empty. */
export function visitorName(
  session: Pick<InboxSession, 'visitorName' | 'visitorEmail' | 'visitorId'>,
  localizer: InboxLocalizer,
): string {
  const given = sanitizeText(session.visitorName ?? '') || sanitizeText(session.visitorEmail ?? '');
  return given || localizer.t('anonymous', { id: shortCode(session.visitorId) });
}

/** Name or address were only told: nothing proved them. */
export function isClaimed(
  session: Pick<InboxSession, 'visitorVerified' | 'visitorName' | 'visitorEmail'>,
): boolean {
  return !session.visitorVerified && (session.visitorName ?? session.visitorEmail) !== null;
}

/** Where a search's hit stands; null when it is about the conversation as a whole. */
export function placeOf(hit: SearchHit | undefined): Place | null {
  return hit === undefined || hit.kind === 'visitor'
    ? null
    : { sessionId: hit.session.id, id: hit.id, at: hit.at };
}

/** The visitor's given name, for sentences about them. */
export function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

/** The end of a time-ordered id differs most. */
function shortCode(id: string): string {
  return id
    .replace(/[^0-9a-z]/gi, '')
    .slice(-4)
    .toUpperCase();
}

export interface Preview {
  /** Who wrote it, with the colon and space of the language; empty when the visitor did. */
  readonly writer: string;
  readonly text: string;
}

/** The last message in one line. In two parts, because each runs in its own direction. */
export function preview(session: InboxSession, me: Membership | null, localizer: InboxLocalizer): Preview {
  if (session.lastMessageAt === null) return { writer: '', text: localizer.t('noMessages') };
  const text = sanitizeText(session.lastMessagePreview ?? '') || localizer.t('attachment');
  const name = sanitizeText(session.agentName ?? '');
  if (session.lastMessageBy !== 'agent' || name === '') return { writer: '', text };
  const mine = session.agentName === me?.displayName;
  return { writer: localizer.t(mine ? 'youSaid' : 'saidBy', { name, text: '' }), text };
}

/** The member of the team with this id; null when somebody left the team, too. */
export function teamMember(team: readonly Agent[], userId: string | null): Agent | null {
  return userId === null ? null : (team.find((agent) => agent.userId === userId) ?? null);
}

/** One of six, the same for the same tag everywhere. */
export function tagHue(tag: string): number {
  let sum = 7;
  for (const letter of tag) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % 6;
}
