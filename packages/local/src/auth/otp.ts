/**
 * One-time passwords and links in mails: made, stored, found and used up. The table holds a hash of digits and address,
 * never the digits.
 */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { AuthContext } from './context.ts';
import { AuthApiError } from './api-error.ts';
import type { MailKind } from './mailbox.ts';
import type { UserRow } from './users.ts';
import type { SqlExecutor } from './sql.ts';

type TokenType =
  'confirmation_token' | 'recovery_token' | 'email_change_token_new' | 'reauthentication_token';

const TYPE_OF_MAIL: Record<MailKind, TokenType> = {
  signup: 'confirmation_token',
  invite: 'confirmation_token',
  magiclink: 'recovery_token',
  recovery: 'recovery_token',
  email_change: 'email_change_token_new',
  reauthentication: 'reauthentication_token',
};

const SENT_AT: Record<TokenType, string> = {
  confirmation_token: 'confirmation_sent_at',
  recovery_token: 'recovery_sent_at',
  email_change_token_new: 'email_change_sent_at',
  reauthentication_token: 'reauthentication_sent_at',
};

const SUBJECTS: Record<MailKind, string> = {
  signup: 'Confirm your email address',
  invite: 'You have been invited',
  magiclink: 'Your sign-in link',
  recovery: 'Reset your password',
  email_change: 'Confirm your new email address',
  reauthentication: 'Confirm that it is you',
};

/** A token of a client that will exchange a code for its session begins with this. */
export const PKCE_PREFIX = 'pkce_';

export interface IssuedOtp {
  readonly otp: string;
  readonly tokenHash: string;
  /** What a reader clicks. */
  readonly link: string;
}

export interface OtpOptions {
  readonly kind: MailKind;
  /** Where the code goes; differs from the user's address while that is being changed. */
  readonly to: string;
  readonly redirectTo: string | null;
  readonly pkce: boolean;
}

/** Makes a code, replacing an older one of the same purpose. */
export async function issueOtp(
  context: AuthContext,
  sql: SqlExecutor,
  user: UserRow,
  options: OtpOptions,
): Promise<IssuedOtp> {
  const type = TYPE_OF_MAIL[options.kind];
  const otp = String(randomInt(1_000_000)).padStart(6, '0');
  const tokenHash = (options.pkce ? PKCE_PREFIX : '') + hashOtp(options.to, otp);
  const now = new Date(context.now());
  await sql`
    insert into auth.one_time_tokens (id, user_id, token_type, token_hash, relates_to, created_at, updated_at)
    values (${randomUUID()}, ${user.id}, ${type}, ${tokenHash}, ${options.to}, ${now.toISOString()}, ${now.toISOString()})
    on conflict (user_id, token_type) do update
      set token_hash = excluded.token_hash, relates_to = excluded.relates_to, created_at = excluded.created_at, updated_at = excluded.updated_at`;
  await sql`update auth.users set ${sql({ [SENT_AT[type]]: now, updated_at: now })} where id = ${user.id}`;
  const query = new URLSearchParams({
    token: tokenHash,
    type: options.kind,
    redirect_to: options.redirectTo ?? context.settings.siteUrl,
  });
  return { otp, tokenHash, link: `${context.apiUrl}/auth/v1/verify?${query.toString()}` };
}

/** Makes a code and puts the mail into the local mailbox. */
export async function mailOtp(
  context: AuthContext,
  sql: SqlExecutor,
  user: UserRow,
  options: OtpOptions,
): Promise<void> {
  const { otp, tokenHash, link } = await issueOtp(context, sql, user, options);
  const codeOnly = options.kind === 'reauthentication';
  context.mailbox.deliver({
    kind: options.kind,
    to: options.to,
    subject: SUBJECTS[options.kind],
    text: codeOnly ? `Your code: ${otp}` : `Follow this link: ${link}\nor enter the code: ${otp}`,
    link: codeOnly ? undefined : link,
    otp,
    tokenHash,
    sentAt: new Date(context.now()).toISOString(),
  });
}

export interface ConsumedOtp {
  readonly userId: string;
  readonly type: TokenType;
  readonly relatesTo: string;
}

/** Takes a code out of the table. Throws `otp_expired` when it is unknown, used or too old. */
export async function consumeOtp(
  context: AuthContext,
  sql: SqlExecutor,
  tokenHash: string,
  kind: string,
): Promise<ConsumedOtp> {
  const types = typesFor(kind);
  const earliest = new Date(context.now() - context.settings.otpSeconds * 1000).toISOString();
  const bare = tokenHash.startsWith(PKCE_PREFIX) ? tokenHash.slice(PKCE_PREFIX.length) : tokenHash;
  const [used] = await sql<{ user_id: string; token_type: TokenType; relates_to: string }[]>`
    delete from auth.one_time_tokens
    where token_hash in ${sql([bare, PKCE_PREFIX + bare])} and token_type::text in ${sql(types)} and created_at >= ${earliest}
    returning user_id, token_type, relates_to`;
  if (used === undefined) throw new AuthApiError(403, 'otp_expired', 'Token has expired or is invalid');
  return { userId: used.user_id, type: used.token_type, relatesTo: used.relates_to };
}

/** As hosted projects hash it: the address and the digits. */
export function hashOtp(email: string, otp: string): string {
  return createHash('sha224')
    .update(email + otp)
    .digest('hex');
}

function typesFor(kind: string): TokenType[] {
  // "email" is what an application says that does not care which of the two mails it was.
  if (kind === 'email') return ['confirmation_token', 'recovery_token'];
  const type = TYPE_OF_MAIL[kind as MailKind] as TokenType | undefined;
  if (type === undefined)
    throw new AuthApiError(400, 'validation_failed', 'Verify requires a verification type');
  return [type];
}
