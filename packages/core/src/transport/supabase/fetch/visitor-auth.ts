// The visitor's anonymous identity: signs in, keeps the tokens fresh, forgets them. How they are kept is in visitor-tokens.ts.
//
// Several tabs share the storage. A refresh token works once (and a little longer), so a tab that loses the race adopts
// what the winner stored.

import type { Clock, Environment } from '../../../environment/environment.ts';
import { GlobalChatError } from '../../../errors.ts';
import { fields } from '../rows/narrow.ts';
import { post } from './http.ts';
import { createVisitorTokens, grantedTokens } from './visitor-tokens.ts';
import type { Tokens, VisitorTokens } from './visitor-tokens.ts';

/** A token this close to its end is exchanged before it is used; in milliseconds. */
const TOKEN_REFRESH_MARGIN_MS = 60_000;

export interface VisitorAuth {
  /** From memory or the quick storage; never asks the server. */
  readonly userId: () => string | null;
  /**
   * A token that is good for a while, or null when nobody is signed in, not even by what the disk has. `renew` exchanges it even when it looks good.
   * Rejects with `not_signed_in` when Auth ended the session, which is then forgotten.
   */
  readonly token: (renew?: boolean) => Promise<string | null>;
  /** The stored identity, or a new anonymous one, on the disk. Concurrent calls share one request. */
  readonly signIn: (captchaToken?: string) => Promise<string>;
  signOut(): Promise<void>;
}

export interface VisitorAuthOptions {
  /** The project's address. */
  readonly url: string;
  readonly key: string;
  readonly widgetId: string;
  readonly environment: Environment;
  /** Hears each new token, and null at sign-out. */
  readonly onToken: (token: string | null) => void;
}

export function createVisitorAuth({ environment, ...options }: VisitorAuthOptions): VisitorAuth {
  const { clock } = environment;
  const tokens = createVisitorTokens(environment, options.widgetId, options.onToken);
  const { current, stored, keep, guard, recall, secured } = tokens;
  let signingIn: Promise<string> | undefined;
  let renewing: Promise<Tokens | null> | undefined;

  const call: AuthCall = (path, body, token = null) =>
    post(environment, { url: `${options.url}/auth/v1/${path}`, key: options.key, body, token });

  return {
    userId: () => current()?.userId ?? null,
    async token(force = false) {
      const held = current() ?? (await recall());
      if (!held || (!force && isFresh(held, clock))) return held && held.access;
      try {
        renewing ??= renew(held, tokens, call, clock).finally(() => (renewing = undefined));
        return (await renewing)?.access ?? null;
      } catch (error) {
        // Auth is out of reach, but the old token still works.
        if (!force && held === current() && held.expiresAt > clock.now()) return held.access;
        throw error;
      }
    },
    signIn(captchaToken) {
      signingIn ??= (async () => {
        const check = guard();
        const held = current() ?? (await recall());
        if (held) return held.userId;
        // Tells users of the chat from the host's own, see global_chat_leftover_users.
        const body = { data: { global_chat: true }, gotrue_meta_security: { captcha_token: captchaToken } };
        const answer = await call('signup', body);
        check();
        const mine = grantedTokens(answer, clock.now());
        // Another tab may have signed in meanwhile. One visitor per browser: the first stored one stays.
        const { userId } = keep(stored() ?? mine) ?? mine;
        // Nothing is written as somebody whom a crash would take away.
        await secured();
        check();
        return userId;
      })().finally(() => (signingIn = undefined));
      return signingIn;
    },
    async signOut() {
      const held = current();
      signingIn = renewing = undefined;
      tokens.forget();
      try {
        if (held) await call('logout?scope=local', {}, held.access);
      } catch {
        // The device has forgotten the visitor, which is what was asked. The server's copy expires by itself.
      }
      await secured();
    },
  };
}

type AuthCall = (path: string, body: unknown, token?: string | null) => Promise<unknown>;

function isFresh({ expiresAt }: Tokens, clock: Clock): boolean {
  return expiresAt - TOKEN_REFRESH_MARGIN_MS > clock.now();
}

async function renew(
  held: Tokens,
  { adopt, guard, keep, stored }: VisitorTokens,
  call: AuthCall,
  clock: Clock,
): Promise<Tokens | null> {
  const check = guard();
  const shared = stored();
  // Another tab was faster.
  if (shared && shared.refresh !== held.refresh && isFresh(shared, clock)) return adopt(shared);
  try {
    const answer = await call('token?grant_type=refresh_token', { refresh_token: held.refresh });
    check();
    return keep(grantedTokens(answer, clock.now()));
  } catch (error) {
    check();
    const winner = stored();
    if (winner && winner.refresh !== held.refresh) return adopt(winner);
    const { status, cause } = error as GlobalChatError;
    const { error_code: code, error: legacyCode } = fields(cause);
    // Only Auth itself may end a session: gateways and proxies answer 400 and 403, too.
    if (/^4(00|03|22)$/.test(String(status)) && (code || legacyCode)) {
      keep(null);
      throw new GlobalChatError('not_signed_in', 'The visitor was signed out by the server.', {
        cause: error,
        status: 401,
      });
    }
    throw error;
  }
}
