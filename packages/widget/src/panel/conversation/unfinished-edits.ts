// The messages whose words are being changed in each conversation: whoever leaves it and comes again goes on with the last.

import type { Conversation, ConversationMessage } from '@globalchat/core';

export interface UnfinishedEdit {
  readonly messageId: string;
  /** What stands in the box. */
  words: string;
  /** What they were made from. */
  base: Pick<ConversationMessage, 'rev' | 'content'>;
}

const editsOfConversations = new WeakMap<Conversation, Map<string, UnfinishedEdit>>();

/** By message, the last begun at the end. */
export function unfinishedEdits(conversation: Conversation): Map<string, UnfinishedEdit> {
  const edits = editsOfConversations.get(conversation) ?? new Map<string, UnfinishedEdit>();
  editsOfConversations.set(conversation, edits);
  return edits;
}
