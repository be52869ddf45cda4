/** What every part of Auth is given: settings, connection, keys, clock. Types and the default settings. */
import type { JWK } from 'jose';
import type { Sql } from 'postgres';
import type { Tokens } from '../gateway/tokens.ts';
import type { CaptchaSettings } from './captcha.ts';
import type { Mailbox } from './mailbox.ts';

export interface AuthSettings {
  /** Whether people may sign in without an account. */
  readonly anonymousSignIns: boolean;
  /** Whether an address must be confirmed by mail before its owner can sign in. */
  readonly emailConfirmations: boolean;
  /** Life of an access token, in seconds. */
  readonly accessTokenSeconds: number;
  /** How long a refresh token may be used again after it was exchanged, in seconds. */
  readonly refreshReuseSeconds: number;
  /** Life of a code or link in a mail, in seconds. */
  readonly otpSeconds: number;
  readonly minimumPasswordLength: number;
  /** Anonymous sign-ins per hour and address; undefined = no limit. A hosted project allows 30. */
  readonly anonymousPerHour: number | undefined;
  readonly captcha: CaptchaSettings | undefined;
  /** Where a link in a mail leads when the caller named no `redirect_to`. */
  readonly siteUrl: string;
}

export interface AuthContext {
  /** Connected as `supabase_auth_admin`, whose triggers and search path apply as on a hosted project. */
  readonly sql: Sql;
  readonly tokens: Tokens;
  /** What others verify its tokens with. */
  readonly publicKeys: readonly JWK[];
  readonly apiUrl: string;
  readonly settings: AuthSettings;
  readonly mailbox: Mailbox;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export const DEFAULT_AUTH_SETTINGS: Omit<AuthSettings, 'siteUrl'> = {
  anonymousSignIns: true,
  emailConfirmations: true,
  accessTokenSeconds: 3600,
  refreshReuseSeconds: 10,
  otpSeconds: 3600,
  minimumPasswordLength: 6,
  anonymousPerHour: undefined,
  captcha: undefined,
};
