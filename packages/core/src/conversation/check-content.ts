// What the database would refuse, refused before anything is queued.

import { GlobalChatError } from '../errors.ts';
import { MESSAGE_MAX_CHARACTERS } from '../message-limits.ts';
import { isVisible } from '../visible-text.ts';

/** Throws `content_empty` or `content_too_long`. */
export function checkContent(content: string, attachments = 0): void {
  if (!attachments && !isVisible(content)) {
    throw new GlobalChatError('content_empty', 'Nothing to send.');
  }
  // So many characters never have more bytes than the database takes.
  if (content.length > MESSAGE_MAX_CHARACTERS && [...content].length > MESSAGE_MAX_CHARACTERS) {
    throw new GlobalChatError('content_too_long', `At most ${MESSAGE_MAX_CHARACTERS} characters.`);
  }
}
