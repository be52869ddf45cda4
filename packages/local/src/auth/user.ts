/**
 * `/user`, `/logout` and `/reauthenticate`: what signed-in people do with their own account. An anonymous user becomes
 * permanent here.
 */
import { emailOf, optionalObject, requireUser, optionalText } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import { mailOtp } from './otp.ts';
import { checkPassword, hashPassword, passwordMatches } from './passwords.ts';
import { savePkceChallenge } from './pkce.ts';
import { closeSessions } from './sessions.ts';
import type { SignOutScope } from './sessions.ts';
import { findUser, findUserByEmail, saveEmailIdentity, userJson } from './users.ts';
import type { UserRow } from './users.ts';
import type { SqlExecutor } from './sql.ts';

export const getUser: Endpoint = async (authRequest) => {
  const { user } = await requireUser(authRequest);
  return Response.json(await userJson(authRequest.context.sql, user));
};

/** An anonymous user who gives an address keeps their id, and everything that hangs on it. */
export const updateUser: Endpoint = async (authRequest) => {
  const { context, body } = authRequest;
  const { user, sessionId } = await requireUser(authRequest);
  const email = emailOf(body);
  const password = optionalText(body, 'password');
  const data = optionalObject(body, 'data');
  const emailChanges = email !== undefined && email !== user.email;
  if (user.is_anonymous && password !== undefined && email === undefined) {
    throw new AuthApiError(
      422,
      'validation_failed',
      'Updating password of an anonymous user without an email or phone is not allowed',
    );
  }
  if (password !== undefined) await checkNewPassword(authRequest, user, password);
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
    if (emailChanges) await changeEmail(authRequest, sql, user, email);
    return findUser(sql, user.id);
  });
  return Response.json(await userJson(context.sql, updated ?? user));
};

export const signOut: Endpoint = async (authRequest) => {
  const scope = authRequest.query.get('scope') ?? 'global';
  if (!['global', 'local', 'others'].includes(scope)) {
    throw new AuthApiError(400, 'validation_failed', `Unsupported logout scope "${scope}"`);
  }
  const { user, sessionId } = await requireUser(authRequest);
  await closeSessions(authRequest.context.sql, user.id, sessionId, scope as SignOutScope);
  return new Response(null, { status: 204 });
};

/** `GET /reauthenticate` mails a code; accounts here accept a new password without it. */
export const reauthenticate: Endpoint = async (authRequest) => {
  const { user } = await requireUser(authRequest);
  if (user.email === null)
    throw new AuthApiError(
      422,
      'validation_failed',
      'Reauthentication requires the user to have an email or a phone number',
    );
  const { context } = authRequest;
  await mailOtp(context, context.sql, user, {
    kind: 'reauthentication',
    to: user.email,
    redirectTo: null,
    pkce: false,
  });
  return Response.json({});
};

export function emailExists(): AuthApiError {
  return new AuthApiError(422, 'email_exists', 'A user with this email address has already been registered');
}

/** Sets the address at once, as with a followed confirmation link. */
export async function setEmail(sql: SqlExecutor, userId: string, email: string, now: Date): Promise<void> {
  const [user] = await sql<UserRow[]>`
    update auth.users set
      email = ${email}, email_confirmed_at = ${now}, is_anonymous = false, email_change = '', updated_at = ${now},
      raw_app_meta_data = coalesce(raw_app_meta_data, '{}') || '{"provider": "email", "providers": ["email"]}'
    where id = ${userId} returning *`;
  if (user !== undefined) await saveEmailIdentity(sql, user, email);
}

async function changeEmail(
  { context, body, query }: AuthRequest,
  sql: SqlExecutor,
  user: UserRow,
  email: string,
): Promise<void> {
  if (!context.settings.emailConfirmations) return setEmail(sql, user.id, email, new Date(context.now()));
  await sql`update auth.users set email_change = ${email} where id = ${user.id}`;
  const pkce = await savePkceChallenge(sql, body, user.id, 'email_change');
  await mailOtp(context, sql, user, {
    kind: 'email_change',
    to: email,
    redirectTo: query.get('redirect_to'),
    pkce,
  });
}

async function checkNewPassword({ context }: AuthRequest, user: UserRow, password: string): Promise<void> {
  checkPassword(password, context.settings.minimumPasswordLength);
  if (await passwordMatches(password, user.encrypted_password)) {
    throw new AuthApiError(422, 'same_password', 'New password should be different from the old password.');
  }
}

/** A null removes a key. */
export function mergeMetadata(
  old: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null));
}
