// Colleagues in a text that is being written: who is mentioned, and who answered meanwhile.
import { foldText } from '@globalchat/core';
import type { Agent, ConversationMessage, Membership } from '@globalchat/core';

/** Ids of the team members whose `@name` stands in the text. */
export function mentionsIn(text: string, team: readonly Agent[]): readonly string[] {
  return team
    .filter(({ displayName }) => displayName !== '' && text.includes(`@${displayName}`))
    .map(({ userId }) => userId);
}

/** Team members whose name has a word that starts with the query. */
export function findColleagues(team: readonly Agent[], query: string): readonly Agent[] {
  const wanted = foldText(query);
  return team.filter(({ displayName }) =>
    foldText(displayName)
      .split(/\s+/)
      .some((word) => word !== '' && word.startsWith(wanted)),
  );
}

/** The colleague who last answered after `sinceSeq`; null when nobody else did. */
export function answeredSince(
  messages: readonly ConversationMessage[],
  sinceSeq: number,
  me: Membership | null,
): string | null {
  const other = messages.findLast(
    ({ seq, senderType, senderId, senderName }) =>
      seq !== null &&
      seq > sinceSeq &&
      senderType === 'agent' &&
      // Events carry no sender id; the name then has to do.
      (senderId === null ? senderName !== me?.displayName : senderId !== me?.userId),
  );
  return other?.senderName ?? null;
}
