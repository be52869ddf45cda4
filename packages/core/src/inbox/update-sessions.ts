// Changing conversations: shown at once, taken back when the database refuses.

import { toGlobalChatError } from '../errors.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { InboxSession, SessionChanges } from '../types.ts';
import type { LiveList } from './live-list.ts';

export interface UpdateParts {
  readonly transport: Pick<AgentTransport, 'updateSession' | 'updateSessions'>;
  readonly list: Pick<LiveList, 'anticipate'>;
  /** These look different now. */
  readonly onChange: (sessionIds: readonly string[]) => void;
  readonly onUpdated: (sessions: readonly InboxSession[]) => void;
  /** It worked or not. */
  readonly onEnd: () => void;
}

export function createUpdate({ transport, list, onChange, onUpdated, onEnd }: UpdateParts) {
  return async (sessionIds: readonly string[], changes: SessionChanges): Promise<void> => {
    const takeBack = list.anticipate(sessionIds, changes);
    onChange(sessionIds);
    try {
      const [only, ...others] = sessionIds;
      onUpdated(
        only !== undefined && others.length === 0
          ? [await transport.updateSession(only, changes)]
          : await transport.updateSessions(sessionIds, changes),
      );
    } catch (cause) {
      throw toGlobalChatError(cause);
    } finally {
      takeBack();
      onChange(sessionIds);
      onEnd();
    }
  };
}
