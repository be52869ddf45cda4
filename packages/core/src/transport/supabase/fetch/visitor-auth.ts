// The visitor's anonymous identity: signs in, keeps the tokens fresh, forgets them. Owns the storage key
// `globalchat:<widget id>`; refuses supabase-js' default key, which belongs to the host app's own login.
//
// The tokens are kept twice: where reading them is quick, and on the disk, because browsers write the quick storage there
// seconds later, and one that is killed before would leave a visitor's messages to nobody.
//
// Several tabs share the storage. A refresh token works once (and a little longer), so a tab that loses the race adopts
// what the winner stored.

import type { Environment } from '../../../environment/environment.ts';
import { storageKey } from '../../../environment/storage-keys.ts';
import { withTimeout } from '../../../environment/with-timeout.ts';
import { GlobalChatError } from '../../../errors.ts';
import { post } from './http.ts';
import { fields, positive, text } from '../rows/narrow.ts';
import { toJson } from '../to-json.ts';

/** A token this close to its end is exchanged before it is used; in milliseconds. */
const TOKEN_REFRESH_MARGIN_MS = 60_000;

interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly userId: string;
  /** Epoch milliseconds on this device's clock. */
  readonly expiresAt: number;
}

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

export function createVisitorAuth({
  url,
  key,
  widgetId,
  environment,
  onToken,
}: VisitorAuthOptions): VisitorAuth {
  const { clock, storage, identityStorage: disk } = environment;
  const slot = storageKey(widgetId);
  /** What this tab works with. Null also before storage was asked, which costs nothing to do again. */
  let tokens: Tokens | null = null;
  let signingIn: Promise<string> | undefined;
  let renewing: Promise<Tokens | null> | undefined;
  /** The disk was asked. */
  let recalled: Promise<unknown> | undefined;
  /** What was last told to the disk is there. */
  let secured: Promise<unknown> = Promise.resolve();
  /** Raised by each sign-out, so that an answer that was on its way revives nobody. */
  let epoch = 0;

  const call = (path: string, body: unknown, token: string | null = null): Promise<unknown> =>
    post(environment, { url: `${url}/auth/v1/${path}`, key, body, token });

  const stored = (): Tokens | null => readTokens(storage.getItem(slot));

  const current = (): Tokens | null => (tokens ??= stored());
  const fresh = (candidate: Tokens): boolean => candidate.expiresAt - TOKEN_REFRESH_MARGIN_MS > clock.now();

  function adopt(next: Tokens | null): Tokens | null {
    if (next?.access !== tokens?.access) onToken(next?.access ?? null);
    return (tokens = next);
  }

  function keep(next: Tokens | null): Tokens | null {
    const text = toJson(next);
    if (next) storage.setItem(slot, text);
    else storage.removeItem(slot);
    secured = withTimeout(clock, () => (next ? disk.save(slot, text) : disk.remove(slot)));
    return adopt(next);
  }

  /** Who is known here, also after the browser was killed. The disk is asked once. */
  async function recall(): Promise<Tokens | null> {
    const since = epoch;
    recalled ??= withTimeout(clock, async () => {
      const found = readTokens(await disk.load(slot));
      if (found && since === epoch && !current()) keep(found);
    });
    await recalled;
    return current();
  }

  function checkEpoch(since: number): void {
    if (since !== epoch) throw new GlobalChatError('closed', 'The visitor signed out meanwhile.');
  }

  /** Tokens out of an answer of Auth. Their life is counted from now, so that a wrong clock does no harm. */
  function granted(answer: unknown, since: number): Tokens {
    checkEpoch(since);
    const row = fields(answer);
    const next = tokensOf({
      access: row.access_token,
      refresh: row.refresh_token,
      userId: fields(row.user).id,
      expiresAt: clock.now() + (positive(row.expires_in) ?? 3600) * 1000,
    });
    if (!next) throw new GlobalChatError('invalid_url', 'What answers at this address is not Supabase.');
    return next;
  }

  async function renew(held: Tokens): Promise<Tokens | null> {
    const since = epoch;
    const shared = stored();
    // Another tab was faster.
    if (shared && shared.refresh !== held.refresh && fresh(shared)) return adopt(shared);
    try {
      return keep(
        granted(await call('token?grant_type=refresh_token', { refresh_token: held.refresh }), since),
      );
    } catch (error) {
      checkEpoch(since);
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

  return {
    userId: () => current()?.userId ?? null,
    async token(force = false) {
      const held = current() ?? (await recall());
      if (!held || (!force && fresh(held))) return held && held.access;
      try {
        renewing ??= renew(held).finally(() => (renewing = undefined));
        return (await renewing)?.access ?? null;
      } catch (error) {
        // Auth is out of reach, but the old token still works.
        if (!force && held === tokens && held.expiresAt > clock.now()) return held.access;
        throw error;
      }
    },
    signIn(captchaToken) {
      signingIn ??= (async () => {
        const since = epoch;
        const held = current() ?? (await recall());
        if (held) return held.userId;
        // Tells users of the chat from the host's own, see global_chat_leftover_users.
        const body = { data: { global_chat: true }, gotrue_meta_security: { captcha_token: captchaToken } };
        const mine = granted(await call('signup', body), since);
        // Another tab may have signed in meanwhile. One visitor per browser: the first stored one stays.
        const { userId } = keep(stored() ?? mine) ?? mine;
        // Nothing is written as somebody whom a crash would take away.
        await secured;
        checkEpoch(since);
        return userId;
      })().finally(() => (signingIn = undefined));
      return signingIn;
    },
    async signOut() {
      const held = current();
      epoch++;
      signingIn = renewing = undefined;
      keep(null);
      try {
        if (held) await call('logout?scope=local', {}, held.access);
      } catch {
        // The device has forgotten the visitor, which is what was asked. The server's copy expires by itself.
      }
      await secured;
    },
  };
}

/** Null also for somebody else's text under our key: this tab's memory is then all there is. */
function readTokens(text: string | null): Tokens | null {
  try {
    return tokensOf(JSON.parse(text ?? 'null'));
  } catch {
    return null;
  }
}

function tokensOf(value: unknown): Tokens | null {
  const row = fields(value);
  const access = text(row.access);
  const refresh = text(row.refresh);
  const userId = text(row.userId);
  return access && refresh && userId
    ? { access, refresh, userId, expiresAt: positive(row.expiresAt) ?? 0 }
    : null;
}
