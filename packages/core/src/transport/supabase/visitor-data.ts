// The calls about who a visitor is. Nothing may import it but by `import()`: a first message needs none of them.

import type { VisitorDetails, VisitorIdentity } from '../../types.ts';
import type { VisitorTransport } from '../transport.ts';
import { ask } from './conversation-transport.ts';
import type { Link } from './link.ts';
import { fields, list, text } from './rows/narrow.ts';
import { readSession } from './rows/session.ts';

type VisitorDataCalls = Pick<VisitorTransport, 'updateVisitor' | 'track' | 'identify' | 'eraseMe'>;

export function createVisitorDataCalls(link: Link, widgetId: string): VisitorDataCalls {
  return {
    updateVisitor: (sessionId, { name, email }: VisitorDetails, metadata) =>
      ask(link, 'update_visitor', { session_id: sessionId, visitor: { name, email }, metadata }, readSession),
    track: (sessionId, events) =>
      ask(
        link,
        'track',
        {
          session_id: sessionId,
          events: events.map(({ ageMs, ...event }) => ({ ...event, age_ms: ageMs })),
        },
        readSession,
      ),
    identify: (token) => ask(link, 'identify', { widget_id: widgetId, token }, readIdentity),
    async eraseMe() {
      const paths = await ask(link, 'erase_me', {}, (value) => list(fields(value).files, text));
      await (await link.files()).remove(paths);
    },
  };
}

/** What `global_chat_identify` answers. Null when it names nobody. */
function readIdentity(value: unknown): VisitorIdentity | null {
  const row = fields(value);
  const externalId = text(row.external_id);
  return externalId ? { externalId, name: text(row.name), email: text(row.email) } : null;
}
