/**
 * Sessions: access tokens, refresh tokens and their rotation, assurance levels, signing out. Callers have checked who
 * somebody is.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { AuthContext } from './context.ts';
import { AuthApiError } from './api-error.ts';
import { findUser, userJson } from './users.ts';
import type { UserRow } from './users.ts';
import type { JsonObject, SqlExecutor } from './sql.ts';

/** How somebody signed in; the `amr` claim names it. */
export type SignInMethod =
  'anonymous' | 'password' | 'otp' | 'recovery' | 'invite' | 'magiclink' | 'email/signup' | 'totp';

export interface ClientInfo {
  readonly address: string;
  readonly userAgent: string | null;
}

/** Opens a session for a user whose identity is proved, and answers as `/token` does. */
export async function openSession(
  context: AuthContext,
  user: UserRow,
  method: SignInMethod,
  client: ClientInfo,
): Promise<JsonObject> {
  const sessionId = randomUUID();
  const refreshToken = newRefreshToken();
  await context.sql.begin(async (sql) => {
    const now = new Date(context.now());
    await sql`
      insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
      values (${sessionId}, ${user.id}, ${now}, ${now}, 'aal1', ${client.userAgent}, ${ipAddress(client.address)})`;
    await sql`
      insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
      values (${randomUUID()}, ${sessionId}, ${now}, ${now}, ${method})`;
    await saveRefreshToken(sql, refreshToken, user.id, sessionId, null, now);
    await sql`update auth.users set last_sign_in_at = ${now}, updated_at = ${now} where id = ${user.id}`;
  });
  return sessionJson(context, user.id, sessionId, refreshToken);
}

interface RefreshRow {
  readonly token: string;
  readonly user_id: string;
  readonly session_id: string;
  readonly revoked: boolean;
  readonly updated_at: Date;
}

/** Exchanges a refresh token. A token that was exchanged long ago is taken for stolen: its whole session ends. */
export async function refreshSession(context: AuthContext, presented: string): Promise<JsonObject> {
  const outcome = await context.sql.begin(
    async (sql): Promise<{ row: RefreshRow; token: string } | AuthApiError> => {
      const [row] = await sql<RefreshRow[]>`
      select t.token, t.user_id, t.session_id, t.revoked, t.updated_at
      from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id
      where t.token = ${presented} for update of s, t`;
      if (row === undefined) {
        return new AuthApiError(
          400,
          'refresh_token_not_found',
          'Invalid Refresh Token: Refresh Token Not Found',
        );
      }
      const user = await findUser(sql, row.user_id);
      if (user === undefined)
        return new AuthApiError(400, 'user_not_found', 'Invalid Refresh Token: User Not Found');
      if (isBanned(user, context))
        return new AuthApiError(400, 'user_banned', 'Invalid Refresh Token: User Banned');
      const now = new Date(context.now());
      if (row.revoked) {
        const [active] = await sql<{ token: string; parent: string | null }[]>`
        select token, parent from auth.refresh_tokens
        where session_id = ${row.session_id} and not revoked order by id desc limit 1`;
        // The client never got the answer to its last exchange: it gets the same one again.
        if (active !== undefined && active.parent === row.token) return { row, token: active.token };
        if (now.getTime() > row.updated_at.getTime() + context.settings.refreshReuseSeconds * 1000) {
          await sql`update auth.refresh_tokens set revoked = true, updated_at = ${now} where session_id = ${row.session_id}`;
          return new AuthApiError(400, 'refresh_token_already_used', 'Invalid Refresh Token: Already Used');
        }
      }
      const token = newRefreshToken();
      await sql`update auth.refresh_tokens set revoked = true, updated_at = ${now} where token = ${row.token}`;
      await saveRefreshToken(sql, token, row.user_id, row.session_id, row.token, now);
      await sql`update auth.sessions set refreshed_at = ${now}, updated_at = ${now} where id = ${row.session_id}`;
      return { row, token };
    },
  );
  // Thrown only now, so that the revocation above is kept.
  if (outcome instanceof AuthApiError) throw outcome;
  return sessionJson(context, outcome.row.user_id, outcome.row.session_id, outcome.token);
}

export interface UpgradeSessionOptions {
  readonly userId: string;
  readonly sessionId: string;
  /** The second factor that was proved. */
  readonly factorId: string;
  /** What else happens with it, in the same transaction. */
  readonly settle: (sql: SqlExecutor) => Promise<void>;
}

/** A session whose second factor is proved gets a new token, and the user's lesser sessions end. */
export async function upgradeSession(
  context: AuthContext,
  { userId, sessionId, factorId, settle }: UpgradeSessionOptions,
): Promise<JsonObject> {
  const refreshToken = newRefreshToken();
  await context.sql.begin(async (sql) => {
    const now = new Date(context.now());
    await settle(sql);
    await sql`
      update auth.sessions set aal = 'aal2', factor_id = ${factorId}, updated_at = ${now} where id = ${sessionId}`;
    await sql`
      insert into auth.mfa_amr_claims (id, session_id, created_at, updated_at, authentication_method)
      values (${randomUUID()}, ${sessionId}, ${now}, ${now}, 'totp')
      on conflict (session_id, authentication_method) do update set updated_at = excluded.updated_at`;
    await sql`
      update auth.refresh_tokens set revoked = true, updated_at = ${now} where session_id = ${sessionId} and not revoked`;
    await saveRefreshToken(sql, refreshToken, userId, sessionId, null, now);
    await sql`delete from auth.sessions where user_id = ${userId} and aal < 'aal2'`;
  });
  return sessionJson(context, userId, sessionId, refreshToken);
}

export type SignOutScope = 'global' | 'local' | 'others';

export async function closeSessions(
  sql: SqlExecutor,
  userId: string,
  sessionId: string,
  scope: SignOutScope,
): Promise<void> {
  if (scope === 'global') await sql`delete from auth.sessions where user_id = ${userId}`;
  else if (scope === 'others')
    await sql`delete from auth.sessions where user_id = ${userId} and id <> ${sessionId}`;
  else await sql`delete from auth.sessions where id = ${sessionId}`;
}

export type AssuranceLevel = 'aal1' | 'aal2';

/** How well the owner of a session is known; undefined when there is no such session. */
export async function sessionAssuranceLevel(
  sql: SqlExecutor,
  sessionId: string,
): Promise<AssuranceLevel | undefined> {
  const [row] = await sql<{ aal: AssuranceLevel | null }[]>`
    select aal from auth.sessions where id = ${sessionId}`;
  return row === undefined ? undefined : (row.aal ?? 'aal1');
}

export function isBanned(user: UserRow, context: AuthContext): boolean {
  return user.banned_until !== null && user.banned_until.getTime() > context.now();
}

async function sessionJson(
  context: AuthContext,
  userId: string,
  sessionId: string,
  refreshToken: string,
): Promise<JsonObject> {
  const user = await findUser(context.sql, userId);
  if (user === undefined)
    throw new AuthApiError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  const methods = await context.sql<{ method: string; at: Date }[]>`
    select authentication_method as method, updated_at as at from auth.mfa_amr_claims
    where session_id = ${sessionId} order by updated_at desc`;
  const issuedAt = Math.floor(context.now() / 1000);
  const expiresIn = context.settings.accessTokenSeconds;
  const accessToken = await context.tokens.sign({
    iss: `${context.apiUrl}/auth/v1`,
    sub: user.id,
    aud: user.aud,
    exp: issuedAt + expiresIn,
    iat: issuedAt,
    email: user.email ?? '',
    phone: user.phone ?? '',
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    role: user.role,
    aal: (await sessionAssuranceLevel(context.sql, sessionId)) ?? 'aal1',
    amr: methods.map(({ method, at }) => ({ method, timestamp: Math.floor(at.getTime() / 1000) })),
    session_id: sessionId,
    is_anonymous: user.is_anonymous,
  });
  return {
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresIn,
    expires_at: issuedAt + expiresIn,
    refresh_token: refreshToken,
    user: await userJson(context.sql, user),
  };
}

async function saveRefreshToken(
  sql: SqlExecutor,
  token: string,
  userId: string,
  sessionId: string,
  parent: string | null,
  now: Date,
): Promise<void> {
  await sql`
    insert into auth.refresh_tokens (token, user_id, session_id, parent, revoked, created_at, updated_at)
    values (${token}, ${userId}, ${sessionId}, ${parent}, false, ${now}, ${now})`;
}

function newRefreshToken(): string {
  return randomBytes(9).toString('base64url');
}

/** The column is an inet. Something else in a proxy's header must not make the sign-in fail. */
export function ipAddress(text: string): string | null {
  return /^[0-9a-f:.]+$/i.test(text) ? text : null;
}
