/** `/verify`: a code or link from a mail becomes a session or a confirmed address. Each works once. */
import { emailOf, optionalText } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import { hashOtp, PKCE_PREFIX, consumeOtp } from './otp.ts';
import { issueAuthCode } from './pkce.ts';
import { isBanned, openSession } from './sessions.ts';
import { findUser } from './users.ts';
import type { UserRow } from './users.ts';
import { setEmail } from './user.ts';

/** `POST /verify`: the six digits with the address, or the hash from a link. */
export const verifyCode: Endpoint = async (authRequest) => {
  const { body } = authRequest;
  const kind = optionalText(body, 'type');
  if (kind === undefined)
    throw new AuthApiError(400, 'validation_failed', 'Verify requires a verification type');
  const hash = optionalText(body, 'token_hash') ?? hashFromDigits(authRequest);
  const user = await confirm(authRequest, hash, kind);
  return Response.json(await openSession(authRequest.context, user, 'otp', authRequest.client));
};

/** `GET /verify`: a browser follows the link and is sent on to the application. */
export const verifyLink: Endpoint = async (authRequest) => {
  const { context, query } = authRequest;
  const wanted = query.get('redirect_to') ?? '';
  const target = URL.canParse(wanted) ? wanted : context.settings.siteUrl;
  const kind = query.get('type') ?? '';
  const token = query.get('token') ?? query.get('token_hash') ?? '';
  try {
    const user = await confirm(authRequest, token, kind);
    if (token.startsWith(PKCE_PREFIX))
      return redirect(target, 'query', { code: await issueAuthCode(context, context.sql, user.id) });
    const session = await openSession(context, user, 'otp', authRequest.client);
    return redirect(target, 'fragment', {
      access_token: String(session['access_token']),
      expires_at: String(session['expires_at']),
      expires_in: String(session['expires_in']),
      refresh_token: String(session['refresh_token']),
      token_type: 'bearer',
      type: kind,
    });
  } catch (error) {
    if (!(error instanceof AuthApiError)) throw error;
    const description = error.code === 'otp_expired' ? 'Email link is invalid or has expired' : error.message;
    return redirect(target, 'fragment', {
      error: 'access_denied',
      error_code: error.code,
      error_description: description,
    });
  }
};

const PHONE = /^\+?[1-9]\d{1,14}$/;

function hashFromDigits({ body }: AuthRequest): string {
  const phone = optionalText(body, 'phone');
  if (phone !== undefined) {
    if (!PHONE.test(phone))
      throw new AuthApiError(400, 'validation_failed', 'Invalid phone number format (E.164 required)');
    throw new AuthApiError(403, 'otp_expired', 'Token has expired or is invalid'); // no code was ever sent to a phone
  }
  const email = emailOf(body);
  const digits = optionalText(body, 'token');
  if (email === undefined || digits === undefined) {
    throw new AuthApiError(
      400,
      'validation_failed',
      'Only an email address or phone number should be provided on verify',
    );
  }
  return hashOtp(email, digits);
}

async function confirm({ context }: AuthRequest, hash: string, kind: string): Promise<UserRow> {
  return context.sql.begin(async (sql) => {
    const used = await consumeOtp(context, sql, hash, kind);
    const now = new Date(context.now());
    if (used.type === 'email_change_token_new') await setEmail(sql, used.userId, used.relatesTo, now);
    await sql`
      update auth.users set email_confirmed_at = coalesce(email_confirmed_at, ${now}), updated_at = ${now} where id = ${used.userId}`;
    const user = await findUser(sql, used.userId);
    if (user === undefined) throw new AuthApiError(403, 'user_not_found', 'User not found');
    if (isBanned(user, context)) throw new AuthApiError(403, 'user_banned', 'User is banned');
    return user;
  });
}

function redirect(target: string, where: 'query' | 'fragment', values: Record<string, string>): Response {
  const url = new URL(target);
  const text = new URLSearchParams(values).toString();
  if (where === 'fragment') url.hash = text;
  else url.search = url.search === '' ? text : `${url.search.slice(1)}&${text}`;
  return new Response(null, { status: 303, headers: { location: url.href } });
}
