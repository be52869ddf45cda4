// A visitor's tokens on this device. Owns the storage key `globalchat:<widget id>`; refuses supabase-js' default key, which
// belongs to the host app's own login.
//
// They are kept twice: where reading them is quick, and on the disk, because browsers write the quick storage there
// seconds later, and one that is killed before would leave a visitor's messages to nobody.

import type { Environment } from '../../../environment/environment.ts';
import { storageKey } from '../../../environment/storage-keys.ts';
import { withTimeout } from '../../../environment/with-timeout.ts';
import { GlobalChatError } from '../../../errors.ts';
import { fields, positive, text } from '../rows/narrow.ts';
import { toJson } from '../to-json.ts';

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly userId: string;
  /** Epoch milliseconds on this device's clock. */
  readonly expiresAt: number;
}

export interface VisitorTokens {
  /** What this tab works with, or what the quick storage has. */
  readonly current: () => Tokens | null;
  /** What the quick storage has, perhaps from another tab. */
  readonly stored: () => Tokens | null;
  /** Takes what another tab stored. */
  readonly adopt: (next: Tokens) => Tokens;
  /** Takes them and stores them; null forgets. */
  readonly keep: (next: Tokens | null) => Tokens | null;
  /** Who is known here, also after the browser was killed. The disk is asked once. */
  readonly recall: () => Promise<Tokens | null>;
  /** Forgets them: nothing that is on its way revives anybody. */
  readonly forget: () => void;
  /** From here on; throws `closed` once they were forgotten. */
  readonly guard: () => () => void;
  /** Resolves once what was last kept is on the disk. */
  readonly secured: () => Promise<unknown>;
}

/** @param onToken Hears each new token, and null at sign-out. */
export function createVisitorTokens(
  { clock, storage, identityStorage: disk }: Environment,
  widgetId: string,
  onToken: (token: string | null) => void,
): VisitorTokens {
  const slot = storageKey(widgetId);
  /** Null also before storage was asked, which costs nothing to do again. */
  let tokens: Tokens | null = null;
  /** The disk was asked. */
  let recalled: Promise<unknown> | undefined;
  let secured: Promise<unknown> = Promise.resolve();
  /** Another one with each sign-out. */
  let generation = 0;

  const stored = (): Tokens | null => readTokens(storage.getItem(slot));
  const current = (): Tokens | null => (tokens ??= stored());

  function adopt<Next extends Tokens | null>(next: Next): Next {
    if (next?.access !== tokens?.access) onToken(next?.access ?? null);
    tokens = next;
    return next;
  }

  function keep(next: Tokens | null): Tokens | null {
    const text = toJson(next);
    if (next) storage.setItem(slot, text);
    else storage.removeItem(slot);
    secured = withTimeout(clock, () => (next ? disk.save(slot, text) : disk.remove(slot)));
    return adopt(next);
  }

  return {
    current,
    stored,
    adopt,
    keep,
    secured: () => secured,
    forget() {
      generation++;
      keep(null);
    },
    guard() {
      const since = generation;
      return () => {
        if (since !== generation) throw new GlobalChatError('closed', 'The visitor signed out meanwhile.');
      };
    },
    async recall() {
      const since = generation;
      recalled ??= withTimeout(clock, async () => {
        const found = readTokens(await disk.load(slot));
        if (found && since === generation && !current()) keep(found);
      });
      await recalled;
      return current();
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

/** Tokens out of an answer of Auth. Their life is counted from now, so that a wrong clock does no harm. */
export function grantedTokens(answer: unknown, now: number): Tokens {
  const row = fields(answer);
  const tokens = tokensOf({
    access: row.access_token,
    refresh: row.refresh_token,
    userId: fields(row.user).id,
    expiresAt: now + (positive(row.expires_in) ?? 3600) * 1000,
  });
  if (!tokens) throw new GlobalChatError('invalid_url', 'What answers at this address is not Supabase.');
  return tokens;
}
