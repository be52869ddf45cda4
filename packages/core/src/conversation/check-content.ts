// What the database would refuse, refused before anything is queued. The limits are those of docs/protocol.md.

import { GlobalChatError } from '../errors.ts';

/** Characters as people count them, not UTF-16 units. */
const CHARACTERS = 4000;
const BYTES = 16_384;

/** Throws `content_empty` or `content_too_long`. */
export function checkContent(content: string, attachments = 0): void {
  if (content.trim() === '' && attachments === 0) {
    throw new GlobalChatError('content_empty', 'A message needs text or an attachment.');
  }
  // Neither limit can be passed by anything shorter than this.
  if (content.length <= CHARACTERS) return;
  if ([...content].length > CHARACTERS || new TextEncoder().encode(content).length > BYTES) {
    throw new GlobalChatError('content_too_long', `A message has at most ${CHARACTERS} characters.`);
  }
}
