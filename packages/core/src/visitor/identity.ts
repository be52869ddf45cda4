// A proof of who the visitor is, told as soon as there is a user to tell it of. Owns the token until it was used or refused.
// Nothing may import it but by `import()`: most visitors prove nothing.

import { toGlobalChatError } from '../errors.ts';
import type { VisitorTransport } from '../transport/transport.ts';
import type { Session, VisitorIdentity } from '../types.ts';

export interface IdentityOptions {
  readonly transport: Pick<VisitorTransport, 'identify' | 'mySessions' | 'userId'>;
  /** Conversations of the same person elsewhere are here now. */
  readonly onSessions: (sessions: readonly Session[]) => void;
}

export interface Identity {
  /** Null while there is nobody to be identified. */
  identify(token: string): Promise<VisitorIdentity | null>;
  /** Before a message is sent. Rejects only with what is worth a retry: a refused token holds no message back. */
  prove(): Promise<void>;
}

export function createIdentity({ transport, onSessions }: IdentityOptions): Identity {
  let token: string | null = null;

  const tell = async (): Promise<VisitorIdentity | null> => {
    if (token === null) return null;
    const mine = token;
    try {
      const person = await transport.identify(mine);
      if (token === mine) token = null;
      return person;
    } catch (cause) {
      const error = toGlobalChatError(cause);
      if (token === mine && !error.retryable) token = null;
      throw error;
    }
  };

  return {
    async identify(next) {
      token = next;
      if (transport.userId() === null) return null;
      const person = await tell();
      onSessions(await transport.mySessions());
      return person;
    },
    async prove() {
      try {
        await tell();
      } catch (cause) {
        const error = toGlobalChatError(cause);
        if (error.retryable) throw error;
      }
    },
  };
}
