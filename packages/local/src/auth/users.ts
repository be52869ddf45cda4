/**
 * Rows of `auth.users` and `auth.identities`, and the JSON that clients see of them. Who may see or change a user is
 * decided by the callers.
 */
import { randomUUID } from 'node:crypto';
import { factorJson, factorsOf } from './mfa/factors.ts';
import type { JsonObject, SqlExecutor } from './sql.ts';

export interface UserRow {
  readonly id: string;
  readonly aud: string;
  readonly role: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly encrypted_password: string | null;
  readonly email_confirmed_at: Date | null;
  readonly phone_confirmed_at: Date | null;
  readonly invited_at: Date | null;
  readonly confirmation_sent_at: Date | null;
  readonly recovery_sent_at: Date | null;
  readonly email_change: string | null;
  readonly email_change_sent_at: Date | null;
  readonly confirmed_at: Date | null;
  readonly last_sign_in_at: Date | null;
  readonly raw_app_meta_data: JsonObject | null;
  readonly raw_user_meta_data: JsonObject | null;
  readonly banned_until: Date | null;
  readonly is_anonymous: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface NewUser {
  readonly id?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** A bcrypt hash. */
  readonly encryptedPassword?: string | undefined;
  readonly emailConfirmed?: boolean | undefined;
  readonly phoneConfirmed?: boolean | undefined;
  readonly anonymous?: boolean | undefined;
  readonly invited?: boolean | undefined;
  readonly role?: string | undefined;
  readonly appMetadata?: JsonObject | undefined;
  readonly userMetadata?: JsonObject | undefined;
}

const NO_INSTANCE = '00000000-0000-0000-0000-000000000000';

export async function insertUser(sql: SqlExecutor, user: NewUser): Promise<UserRow> {
  const id = user.id ?? randomUUID();
  const now = new Date();
  const provider = user.email === undefined ? (user.phone === undefined ? undefined : 'phone') : 'email';
  const appMetadata = {
    ...(provider === undefined ? {} : { provider, providers: [provider] }),
    ...user.appMetadata,
  };
  const row = {
    instance_id: NO_INSTANCE,
    id,
    aud: 'authenticated',
    role: user.role ?? 'authenticated',
    email: user.email ?? null,
    phone: user.phone ?? null,
    encrypted_password: user.encryptedPassword ?? '',
    email_confirmed_at: user.emailConfirmed === true ? now : null,
    phone_confirmed_at: user.phoneConfirmed === true ? now : null,
    invited_at: user.invited === true ? now : null,
    raw_app_meta_data: sql.json(appMetadata),
    raw_user_meta_data: sql.json((user.userMetadata ?? {}) as never),
    is_anonymous: user.anonymous ?? false,
    // Other code reads these columns and expects no NULL in them.
    confirmation_token: '',
    recovery_token: '',
    email_change_token_new: '',
    email_change: '',
    created_at: now,
    updated_at: now,
  };
  const [created] = await sql<UserRow[]>`insert into auth.users ${sql(row)} returning *`;
  if (created === undefined) throw new Error('the new user was not returned');
  if (user.email !== undefined) await saveEmailIdentity(sql, created, user.email);
  return created;
}

/** One e-mail identity per user; the address in it follows the user's. */
export async function saveEmailIdentity(sql: SqlExecutor, user: UserRow, email: string): Promise<void> {
  const data = {
    sub: user.id,
    email,
    email_verified: user.email_confirmed_at !== null,
    phone_verified: false,
  };
  await sql`
    insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
    values (${user.id}, ${user.id}, ${sql.json(data)}, 'email', now(), now(), now())
    on conflict (provider_id, provider) do update
      set identity_data = auth.identities.identity_data || excluded.identity_data, updated_at = now()`;
}

export async function findUser(sql: SqlExecutor, id: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`select * from auth.users where id = ${id} and deleted_at is null`;
  return row;
}

export async function findUserByEmail(sql: SqlExecutor, email: string): Promise<UserRow | undefined> {
  const [row] = await sql<UserRow[]>`
    select * from auth.users where email = ${email.toLowerCase()} and is_sso_user = false and deleted_at is null`;
  return row;
}

interface IdentityRow {
  readonly id: string;
  readonly provider_id: string;
  readonly user_id: string;
  readonly identity_data: JsonObject;
  readonly provider: string;
  readonly email: string | null;
  readonly last_sign_in_at: Date | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
}

/** The user as every endpoint returns it. */
export async function userJson(sql: SqlExecutor, user: UserRow): Promise<JsonObject> {
  const [json] = await usersJson(sql, [user]);
  return json ?? {};
}

export async function usersJson(sql: SqlExecutor, users: readonly UserRow[]): Promise<JsonObject[]> {
  if (users.length === 0) return [];
  const ids = users.map((user) => user.id);
  const identities = await sql<IdentityRow[]>`
    select * from auth.identities where user_id in ${sql(ids)} order by created_at`;
  const factors = await factorsOf(sql, ids);
  return users.map((user) => ({
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email ?? '',
    email_confirmed_at: time(user.email_confirmed_at),
    invited_at: time(user.invited_at),
    phone: user.phone ?? '',
    phone_confirmed_at: time(user.phone_confirmed_at),
    confirmation_sent_at: time(user.confirmation_sent_at),
    confirmed_at: time(user.confirmed_at),
    recovery_sent_at: time(user.recovery_sent_at),
    new_email: user.email_change === null || user.email_change === '' ? undefined : user.email_change,
    email_change_sent_at: time(user.email_change_sent_at),
    last_sign_in_at: time(user.last_sign_in_at),
    app_metadata: user.raw_app_meta_data ?? {},
    user_metadata: user.raw_user_meta_data ?? {},
    identities: identities.filter((identity) => identity.user_id === user.id).map(identityJson),
    factors: listed(factors.filter((factor) => factor.user_id === user.id).map(factorJson)),
    created_at: time(user.created_at),
    updated_at: time(user.updated_at),
    banned_until: time(user.banned_until),
    is_anonymous: user.is_anonymous,
  }));
}

function identityJson(identity: IdentityRow): JsonObject {
  return {
    identity_id: identity.id,
    id: identity.provider_id,
    user_id: identity.user_id,
    identity_data: identity.identity_data,
    provider: identity.provider,
    last_sign_in_at: time(identity.last_sign_in_at),
    created_at: time(identity.created_at),
    updated_at: time(identity.updated_at),
    email: identity.email ?? undefined,
  };
}

/** Left out when empty. */
function listed(list: readonly JsonObject[]): readonly JsonObject[] | undefined {
  return list.length === 0 ? undefined : list;
}

function time(value: Date | null): string | undefined {
  return value?.toISOString();
}
