// The token that a function of the page gives. Owns when it is asked: not while what it gave still holds, and not within a
// pause after it failed.

import type { Clock } from '../environment/environment.ts';
import { GlobalChatError } from '../errors.ts';

export interface PageToken {
  /** Rejects with `identity_unavailable`. */
  get(ask: () => unknown): Promise<string>;
  /** What it gave is of no use. */
  drop(): void;
  /** It is left alone for a while, longer each time. */
  pause(): void;
  /** Everything is as at the beginning, but for what it gave. */
  resume(): void;
}

/** A page that does not answer by then has no token. */
const TOKEN_TIMEOUT_MS = 5000;
/** The pause after a function failed or gave what was refused: doubled each time, up to the other. */
const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 300_000;

export function createPageToken(clock: Clock): PageToken {
  let token: string | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let pausedUntil = 0;

  const unavailable = (cause?: unknown): GlobalChatError =>
    new GlobalChatError('identity_unavailable', 'The page gave no identity token.', { cause });
  const pause = (): void => {
    pausedUntil = clock.now() + pauseMs;
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  };

  return {
    async get(ask) {
      if (token !== null && expiryOf(token) > clock.now()) return token;
      if (clock.now() < pausedUntil) throw unavailable();
      let timer: unknown = null;
      try {
        const late = new Promise<never>((_, reject) => {
          timer = clock.setTimeout(() => reject(new Error('It did not answer.')), TOKEN_TIMEOUT_MS);
        });
        const given: unknown = await Promise.race([Promise.resolve().then(ask), late]);
        if (typeof given !== 'string' || given === '') throw new TypeError('It is no text.');
        return (token = given);
      } catch (cause) {
        pause();
        throw unavailable(cause);
      } finally {
        clock.clearTimeout(timer);
      }
    },
    drop: () => void (token = null),
    pause,
    resume() {
      pauseMs = FIRST_PAUSE_MS;
      pausedUntil = 0;
    },
  };
}

/** Epoch milliseconds by the token's own word; what cannot be read is for the server to refuse. */
function expiryOf(token: string): number {
  try {
    const payload = token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? '';
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
}
