// What of a conversation is the agent's own: how a reply that is on its way looks, and whether one was given.
import type { ConversationMessage, Membership } from '@globalchat/core';

/** Replies that the database does not have yet carry nobody's name: here they are this agent's. */
export function withOwnFace(
  messages: readonly ConversationMessage[],
  me: Membership | null,
): readonly ConversationMessage[] {
  const stored = messages.findLastIndex(({ seq }) => seq !== null) + 1;
  if (me === null || stored === messages.length) return messages;
  const face = { senderName: me.displayName, senderAvatarUrl: me.avatarUrl };
  return [
    ...messages.slice(0, stored),
    ...messages.slice(stored).map((message) => ({ ...message, ...face })),
  ];
}

/** This agent replied to what has this `seq` or a later one. */
export function hasReplied(
  messages: readonly ConversationMessage[],
  sinceSeq: number,
  me: Membership | null,
): boolean {
  const own = messages.findLast(
    ({ seq, senderType, senderId }) => seq === null || (senderType === 'agent' && senderId === me?.userId),
  );
  return own !== undefined && (own.seq ?? Infinity) >= sinceSeq;
}
