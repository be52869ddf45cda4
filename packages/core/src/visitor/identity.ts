// A proof of who the visitor is, told as soon as there is a user to tell it of: a token, or a function of the page that has
// one. Owns when the function is asked, and again; what it gave is never stored.

import type { Clock } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { GlobalChatError } from '../errors.ts';
import type { VisitorTransport } from '../transport/transport.ts';
import type { IdentityProof, Session, VisitorIdentity } from '../types.ts';
import { createPageToken } from './page-token.ts';

export interface IdentityOptions {
  readonly transport: Pick<VisitorTransport, 'identify' | 'mySessions' | 'userId'>;
  readonly clock: Clock;
  /** Conversations of the same person elsewhere are here now. */
  readonly onSessions: (sessions: readonly Session[]) => void;
  /** Who was proved, or why nobody was. */
  readonly onResult: (result: VisitorIdentity | GlobalChatError) => void;
}

export interface Identity {
  /** Null while there is nobody to be identified. */
  identify(proof: IdentityProof): Promise<VisitorIdentity | null>;
  /**
   * Before a message is sent. Rejects with what is worth a retry, and when somebody else is identified here: nothing may be
   * sent as them. A proof that fails otherwise holds no message back.
   */
  prove(): Promise<void>;
  forget(): void;
}

interface ProofOnItsWay {
  readonly proof: IdentityProof;
  readonly answer: Promise<VisitorIdentity | null>;
}

/** @param isStill Whoever comes after them gets none of it. */
async function showSessions(
  transport: Pick<VisitorTransport, 'mySessions'>,
  onSessions: IdentityOptions['onSessions'],
  isStill: () => boolean,
): Promise<void> {
  const sessions = await transport.mySessions();
  if (isStill()) onSessions(sessions);
}

export function createIdentity({ transport, clock, onSessions, onResult }: IdentityOptions): Identity {
  const pageToken = createPageToken(clock);
  let proof: IdentityProof | null = null;
  let provedFor: string | null = null; // As whom `known` was proved.
  let known: VisitorIdentity | null = null;
  let running: ProofOnItsWay | null = null;
  const bring = (mine = proof): Promise<void> => showSessions(transport, onSessions, () => proof === mine);
  /** With one more question to the page when what it gave is refused. */
  const tell = async (mine: IdentityProof): Promise<VisitorIdentity | null> => {
    for (let isFirst = true; ; isFirst = false) {
      const given = typeof mine === 'string' ? mine : await pageToken.get(mine);
      // Another one was named meanwhile, or the visitor is being forgotten.
      if (proof !== mine) return null;
      try {
        const person = await transport.identify(given);
        if (proof !== mine) return null;
        provedFor = transport.userId();
        pageToken.resume();
        return (known = person);
      } catch (cause) {
        const error = toGlobalChatError(cause);
        if (proof !== mine) return null;
        if (error.retryable) throw error;
        pageToken.drop();
        if (typeof mine === 'string' || error.code !== 'identity_invalid') proof = null;
        else if (isFirst) continue;
        else pageToken.pause();
        throw error;
      }
    }
  };

  const proveOnce = async (): Promise<VisitorIdentity | null> => {
    const mine = proof;
    if (mine === null) return null;
    if (provedFor !== null && provedFor === transport.userId()) return known;
    if (running?.proof === mine) return running.answer;
    const answer = tell(mine).finally(() => (running = running?.answer === answer ? null : running));
    running = { proof: mine, answer };
    try {
      const person = await answer;
      if (person) onResult(person);
      return person;
    } catch (cause) {
      const error = toGlobalChatError(cause);
      if (!error.retryable) onResult(error);
      throw error;
    }
  };

  return {
    async identify(next) {
      // Hosts say it again whenever something happens.
      if (next !== proof) {
        provedFor = null;
        pageToken.drop();
      }
      proof = next;
      if (transport.userId() === null) return null;
      const person = await proveOnce();
      if (person) await bring();
      return person;
    },
    async prove() {
      const before = provedFor;
      try {
        const isNews = (await proveOnce()) !== null && provedFor !== before;
        if (isNews) bring().catch(() => undefined); // No message waits for it.
      } catch (cause) {
        const error = toGlobalChatError(cause);
        if (error.retryable || error.code === 'identity_conflict') throw error;
      }
    },
    forget() {
      proof = provedFor = known = null;
      pageToken.drop();
      pageToken.resume();
    },
  };
}
