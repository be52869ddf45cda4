/**
 * Owns what signed-in people do with their own account: read it, change it, become permanent, sign out.
 * Refuses to touch anybody else's.
 */
import { emailOf, object, signedIn, text } from './exchange.ts';
import type { Endpoint, Exchange } from './exchange.ts';
import { AuthFailure } from './failure.ts';
import { mailOneTime } from './one-time.ts';
import { checkPassword, hashPassword, passwordMatches } from './passwords.ts';
import { rememberChallenge } from './pkce.ts';
import { closeSessions } from './sessions.ts';
import type { SignOutScope } from './sessions.ts';
import { findUser, findUserByEmail, saveEmailIdentity, userJson } from './users.ts';
import type { Queries, UserRow } from './users.ts';

export const getUser: Endpoint = async (exchange) => {
  const { user } = await signedIn(exchange);
  return Response.json(await userJson(exchange.context.sql, user));
};

/** An anonymous user who gives an address keeps their id, and everything that hangs on it. */
export const updateUser: Endpoint = async (exchange) => {
  const { context, body } = exchange;
  const { user, sessionId } = await signedIn(exchange);
  const email = emailOf(body);
  const password = text(body, 'password');
  const data = object(body, 'data');
  const emailChanges = email !== undefined && email !== user.email;
  if (user.is_anonymous && password !== undefined && email === undefined) {
    throw new AuthFailure(
      422,
      'validation_failed',
      'Updating password of an anonymous user without an email or phone is not allowed',
    );
  }
  if (password !== undefined) await checkNewPassword(exchange, user, password);
  if (emailChanges && (await findUserByEmail(context.sql, email)) !== undefined) throw emailExists();

  const encryptedPassword = password === undefined ? undefined : await hashPassword(password);
  const updated = await context.sql.begin(async (sql) => {
    if (encryptedPassword !== undefined) {
      await sql`update auth.users set encrypted_password = ${encryptedPassword} where id = ${user.id}`;
      await closeSessions(sql, user.id, sessionId, 'others');
    }
    if (data !== undefined) {
      const merged = mergeMetadata(user.raw_user_meta_data ?? {}, data);
      await sql`update auth.users set raw_user_meta_data = ${sql.json(merged as never)} where id = ${user.id}`;
    }
    await sql`update auth.users set updated_at = ${new Date(context.now())} where id = ${user.id}`;
    if (emailChanges) await changeEmail(exchange, sql, user, email);
    return findUser(sql, user.id);
  });
  return Response.json(await userJson(context.sql, updated ?? user));
};

export const signOut: Endpoint = async (exchange) => {
  const scope = exchange.query.get('scope') ?? 'global';
  if (!['global', 'local', 'others'].includes(scope)) {
    throw new AuthFailure(400, 'validation_failed', `Unsupported logout scope "${scope}"`);
  }
  const { user, sessionId } = await signedIn(exchange);
  await closeSessions(exchange.context.sql, user.id, sessionId, scope as SignOutScope);
  return new Response(null, { status: 204 });
};

/** `GET /reauthenticate` mails a code; accounts here accept a new password without it. */
export const reauthenticate: Endpoint = async (exchange) => {
  const { user } = await signedIn(exchange);
  if (user.email === null)
    throw new AuthFailure(
      422,
      'validation_failed',
      'Reauthentication requires the user to have an email or a phone number',
    );
  const { context } = exchange;
  await mailOneTime(context, context.sql, user, {
    kind: 'reauthentication',
    to: user.email,
    redirectTo: null,
    pkce: false,
  });
  return Response.json({});
};

export function emailExists(): AuthFailure {
  return new AuthFailure(422, 'email_exists', 'A user with this email address has already been registered');
}

/** Sets the address at once, as with a followed confirmation link. */
export async function setEmail(sql: Queries, userId: string, email: string, now: Date): Promise<void> {
  const [user] = await sql<UserRow[]>`
    update auth.users set
      email = ${email}, email_confirmed_at = ${now}, is_anonymous = false, email_change = '', updated_at = ${now},
      raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || '{"provider": "email", "providers": ["email"]}'
    where id = ${userId} returning *`;
  if (user !== undefined) await saveEmailIdentity(sql, user, email);
}

async function changeEmail(
  { context, body, query }: Exchange,
  sql: Queries,
  user: UserRow,
  email: string,
): Promise<void> {
  if (!context.settings.emailConfirmations) return setEmail(sql, user.id, email, new Date(context.now()));
  await sql`update auth.users set email_change = ${email} where id = ${user.id}`;
  const pkce = await rememberChallenge(sql, body, user.id, 'email_change');
  await mailOneTime(context, sql, user, {
    kind: 'email_change',
    to: email,
    redirectTo: query.get('redirect_to'),
    pkce,
  });
}

async function checkNewPassword({ context }: Exchange, user: UserRow, password: string): Promise<void> {
  checkPassword(password, context.settings.minimumPasswordLength);
  if (await passwordMatches(password, user.encrypted_password)) {
    throw new AuthFailure(422, 'same_password', 'New password should be different from the old password.');
  }
}

/** A null removes a key. */
export function mergeMetadata(
  old: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null));
}
