// The message beside the launcher with which a conversation began, as it was said: kept on this device from the first
// message that answers it, among what `reset` forgets. It is read as if a stranger had written it.

import type { TriggerMessage } from './teaser-nodes.ts';
import { MAX_MESSAGE_CHARACTERS } from './trigger-limits.ts';

export interface KeptGreeting {
  readonly sessionId: string;
  readonly said: TriggerMessage;
}

/** More than that nobody wrote here on purpose. */
const MAX_STORED_CHARACTERS = 4000;

export function parseGreeting(text: string): KeptGreeting | null {
  try {
    const value: unknown = text.length > MAX_STORED_CHARACTERS ? null : JSON.parse(text);
    const { sessionId, said } = Object(value) as Record<string, unknown>;
    const { avatarUrl, message, name, teamName } = Object(said) as Record<string, unknown>;
    if (typeof sessionId !== 'string' || typeof message !== 'string' || typeof name !== 'string') return null;
    return {
      sessionId,
      said: {
        name,
        avatarUrl: typeof avatarUrl === 'string' ? avatarUrl : null,
        teamName: typeof teamName === 'string' ? teamName : null,
        message: message.slice(0, MAX_MESSAGE_CHARACTERS),
      },
    };
  } catch {
    return null;
  }
}
