// The wire shape of what only somebody who opened a session needs: its notes and the visitor's earlier sessions.

import type { SessionDetails } from '../../transport.ts';
import { fields, list, text, time, word } from './narrow.ts';
import { readInboxSession, STATUSES } from './session.ts';
import { readNote } from './team.ts';

export function readSessionDetails(value: unknown): SessionDetails | null {
  const row = fields(value);
  const session = readInboxSession(row.session);
  if (!session) return null;
  return {
    session,
    answeredTrigger: text(row.answered_trigger),
    notes: list(row.notes, readNote),
    previous: list(row.previous, (item) => {
      const earlier = fields(item);
      const id = text(earlier.id);
      if (!id) return null;
      return {
        id,
        status: word(earlier.status, STATUSES, 'resolved'),
        lastMessagePreview: text(earlier.last_message_preview),
        lastMessageAt: time(earlier.last_message_at),
      };
    }),
  };
}
