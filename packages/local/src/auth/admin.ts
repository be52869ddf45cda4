/** `/admin/users`, `/invite` and `/admin/generate_link`: what only the holder of the secret key may do with users. */
import { randomUUID } from 'node:crypto';
import { emailOf, isServiceRole, optionalObject, optionalText, UUID } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import type { MailKind } from './mailbox.ts';
import { issueOtp, mailOtp } from './otp.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { emailExists, mergeMetadata, setEmail } from './user.ts';
import { findUser, findUserByEmail, insertUser, userJson, usersJson } from './users.ts';
import type { UserRow } from './users.ts';

/** Wraps an endpoint: throws `no_authorization` or `not_admin` for any other role. */
export function requireServiceRole(endpoint: Endpoint): Endpoint {
  return async (authRequest) => {
    if (authRequest.credentials.token === undefined) {
      throw new AuthApiError(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
    }
    if (!(await isServiceRole(authRequest))) throw new AuthApiError(403, 'not_admin', 'User not allowed');
    return endpoint(authRequest);
  };
}

export const createUser: Endpoint = async ({ context, body }) => {
  const email = emailOf(body);
  const phone = optionalText(body, 'phone');
  const password = optionalText(body, 'password');
  const id = optionalText(body, 'id');
  if (email === undefined && phone === undefined) {
    throw new AuthApiError(400, 'validation_failed', 'Cannot create a user without either an email or phone');
  }
  if (id !== undefined && !UUID.test(id))
    throw new AuthApiError(400, 'validation_failed', 'ID must conform to the uuid v4 format');
  if (password !== undefined) checkPassword(password, 1);
  if (email !== undefined && (await findUserByEmail(context.sql, email)) !== undefined) throw emailExists();
  const user = await insertUser(context.sql, {
    id,
    email,
    phone,
    encryptedPassword: optionalText(body, 'password_hash') ?? (await hashPassword(password ?? randomUUID())),
    emailConfirmed: body['email_confirm'] === true,
    phoneConfirmed: body['phone_confirm'] === true,
    role: optionalText(body, 'role'),
    appMetadata: optionalObject(body, 'app_metadata'),
    userMetadata: optionalObject(body, 'user_metadata') ?? {},
  });
  return Response.json(await userJson(context.sql, await ban(body, context, user)));
};

/** GoTrue's own default. */
const DEFAULT_USERS_PAGE_SIZE = 50;

export const listUsers: Endpoint = async ({ context, query, request }) => {
  const page = positive(query.get('page'), 1);
  const perPage = positive(query.get('per_page'), DEFAULT_USERS_PAGE_SIZE);
  const rows = await context.sql<(UserRow & { total: string })[]>`
    select *, count(*) over () as total from auth.users where deleted_at is null
    order by created_at desc, id limit ${perPage} offset ${(page - 1) * perPage}`;
  const total = Number(rows[0]?.total ?? 0);
  const lastPage = Math.max(1, Math.ceil(total / perPage));
  const url = new URL(request.url);
  const linkTo = (target: number, rel: string): string => {
    url.searchParams.set('page', String(target));
    return `<${url.pathname.replace('/auth/v1', '')}${url.search}>; rel="${rel}"`;
  };
  const links = [...(page < lastPage ? [linkTo(page + 1, 'next')] : []), linkTo(lastPage, 'last')];
  return Response.json(
    { users: await usersJson(context.sql, rows), aud: 'authenticated' },
    { headers: { 'x-total-count': String(total), link: links.join(', ') } },
  );
};

export const readUser: Endpoint = async (authRequest) =>
  Response.json(await userJson(authRequest.context.sql, await namedUser(authRequest)));

export const changeUser: Endpoint = async (authRequest) => {
  const { context, body } = authRequest;
  const user = await namedUser(authRequest);
  const email = emailOf(body);
  const password = optionalText(body, 'password');
  if (password !== undefined) checkPassword(password, 1);
  if (
    email !== undefined &&
    email !== user.email &&
    (await findUserByEmail(context.sql, email)) !== undefined
  )
    throw emailExists();
  const now = new Date(context.now());
  const encrypted =
    optionalText(body, 'password_hash') ??
    (password === undefined ? undefined : await hashPassword(password));
  const updated = await context.sql.begin(async (sql) => {
    if (email !== undefined && email !== user.email) await setEmail(sql, user.id, email, now);
    const userMetadata = mergeMetadata(
      user.raw_user_meta_data ?? {},
      optionalObject(body, 'user_metadata') ?? {},
    );
    const current = await findUser(sql, user.id);
    const appMetadata = mergeMetadata(
      current?.raw_app_meta_data ?? {},
      optionalObject(body, 'app_metadata') ?? {},
    );
    const changes = {
      raw_user_meta_data: sql.json(userMetadata as never),
      raw_app_meta_data: sql.json(appMetadata as never),
      updated_at: now,
      ...(encrypted === undefined ? {} : { encrypted_password: encrypted }),
      ...(optionalText(body, 'role') === undefined ? {} : { role: optionalText(body, 'role') }),
      ...(optionalText(body, 'phone') === undefined ? {} : { phone: optionalText(body, 'phone') }),
      ...(body['email_confirm'] === true && user.email_confirmed_at === null
        ? { email_confirmed_at: now }
        : {}),
      ...(body['phone_confirm'] === true && user.phone_confirmed_at === null
        ? { phone_confirmed_at: now }
        : {}),
    };
    const [row] = await sql<
      UserRow[]
    >`update auth.users set ${sql(changes)} where id = ${user.id} returning *`;
    return row ?? user;
  });
  return Response.json(await userJson(context.sql, await ban(body, context, updated)));
};

export const deleteUser: Endpoint = async (authRequest) => {
  const { sql } = authRequest.context;
  const user = await namedUser(authRequest);
  if (authRequest.body['should_soft_delete'] === true) {
    await sql.begin(async (transaction) => {
      await transaction`delete from auth.sessions where user_id = ${user.id}`;
      await transaction`
        update auth.users set deleted_at = now(), email = encode(sha256((id::text || coalesce(email, ''))::bytea), 'hex'),
          phone = null, encrypted_password = '', raw_user_meta_data = '{}', raw_app_meta_data = '{}' where id = ${user.id}`;
      await transaction`delete from auth.identities where user_id = ${user.id}`;
    });
  } else {
    await sql`delete from auth.users where id = ${user.id}`;
  }
  return Response.json({});
};

export const inviteUser: Endpoint = async ({ context, body, query }) => {
  const email = emailOf(body);
  if (email === undefined) throw new AuthApiError(400, 'validation_failed', 'An email address is required');
  const existing = await findUserByEmail(context.sql, email);
  if (existing !== undefined && existing.email_confirmed_at !== null) throw emailExists();
  const user =
    existing ??
    (await insertUser(context.sql, { email, invited: true, userMetadata: optionalObject(body, 'data') }));
  await mailOtp(context, context.sql, user, {
    kind: 'invite',
    to: email,
    redirectTo: query.get('redirect_to'),
    pkce: false,
  });
  return Response.json(await userJson(context.sql, user));
};

const LINK_KINDS: Record<string, MailKind> = {
  signup: 'signup',
  invite: 'invite',
  magiclink: 'magiclink',
  recovery: 'recovery',
  email_change_current: 'email_change',
  email_change_new: 'email_change',
};

/** `POST /admin/generate_link`: the link that would be in the mail, for callers who send it themselves. */
export const generateLink: Endpoint = async ({ context, body, query }) => {
  const requested = optionalText(body, 'type') ?? '';
  const kind = LINK_KINDS[requested];
  const email = emailOf(body);
  if (kind === undefined)
    throw new AuthApiError(
      400,
      'validation_failed',
      `Invalid email action link type requested: ${requested}`,
    );
  if (email === undefined) throw new AuthApiError(400, 'validation_failed', 'An email address is required');
  const existing = await findUserByEmail(context.sql, email);
  if (existing === undefined && (kind === 'recovery' || kind === 'email_change')) {
    throw new AuthApiError(404, 'user_not_found', 'User with this email not found');
  }
  if (
    existing !== undefined &&
    existing.email_confirmed_at !== null &&
    (kind === 'signup' || kind === 'invite')
  )
    throw emailExists();
  const user =
    existing ??
    (await insertUser(context.sql, {
      email,
      invited: kind === 'invite',
      encryptedPassword: await hashPassword(optionalText(body, 'password') ?? randomUUID()),
      userMetadata: optionalObject(body, 'data'),
    }));
  const redirectTo = optionalText(body, 'redirect_to') ?? query.get('redirect_to');
  const to = kind === 'email_change' ? (optionalText(body, 'new_email') ?? email) : email;
  if (kind === 'email_change')
    await context.sql`update auth.users set email_change = ${to} where id = ${user.id}`;
  const { otp, tokenHash, link } = await issueOtp(context, context.sql, user, {
    kind,
    to,
    redirectTo,
    pkce: false,
  });
  return Response.json({
    ...(await userJson(context.sql, (await findUser(context.sql, user.id)) ?? user)),
    action_link: link,
    email_otp: otp,
    hashed_token: tokenHash,
    verification_type: requested,
    redirect_to: redirectTo ?? context.settings.siteUrl,
  });
};

async function namedUser({ context, params }: AuthRequest): Promise<UserRow> {
  const id = params[0] ?? '';
  if (!UUID.test(id)) throw new AuthApiError(404, 'validation_failed', 'user_id must be an UUID');
  const user = await findUser(context.sql, id);
  if (user === undefined) throw new AuthApiError(404, 'user_not_found', 'User not found');
  return user;
}

const BAN_UNITS_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000 };

/** `ban_duration` is a Go duration in whole units ("24h", "1h30m"), or "none". */
async function ban(
  body: AuthRequest['body'],
  context: AuthRequest['context'],
  user: UserRow,
): Promise<UserRow> {
  const duration = optionalText(body, 'ban_duration');
  if (duration === undefined) return user;
  const parts = [...duration.matchAll(/(\d+)(s|m|h)/g)];
  if (duration !== 'none' && parts.map(([part]) => part).join('') !== duration) {
    throw new AuthApiError(400, 'validation_failed', `invalid format for ban duration: ${duration}`);
  }
  const milliseconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (BAN_UNITS_MS[unit ?? ''] ?? 0),
    0,
  );
  const until = duration === 'none' ? null : new Date(context.now() + milliseconds);
  const [row] = await context.sql<
    UserRow[]
  >`update auth.users set banned_until = ${until} where id = ${user.id} returning *`;
  return row ?? user;
}

/** Throws `validation_failed`. */
function positive(value: string | null, fallback: number): number {
  if (value === null || value === '') return fallback;
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number === 0 ? fallback : number;
  throw new AuthApiError(400, 'validation_failed', `Bad Pagination Parameters: ${value} is no page`);
}
