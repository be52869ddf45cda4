// What the database would refuse, refused before anything is queued. The limit is that of docs/protocol.md.

import { GlobalChatError } from '../errors.ts';
import { isVisible } from '../visible-text.ts';

/** Characters as people count them, not UTF-16 units. */
const MAX_CONTENT_CHARACTERS = 4000;

/** Throws `content_empty` or `content_too_long`. */
export function checkContent(content: string, attachments = 0): void {
  if (!attachments && !isVisible(content)) {
    throw new GlobalChatError('content_empty', 'Nothing to send.');
  }
  // So many characters never have more bytes than the database takes.
  if (content.length > MAX_CONTENT_CHARACTERS && [...content].length > MAX_CONTENT_CHARACTERS) {
    throw new GlobalChatError('content_too_long', `At most ${MAX_CONTENT_CHARACTERS} characters.`);
  }
}
