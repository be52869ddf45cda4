/**
 * `POST /token`: a session for a password, a refresh token or a PKCE code. Grants that need another provider are
 * refused.
 */
import { emailOf, optionalText } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import { passwordMatches } from './passwords.ts';
import { exchangeAuthCode } from './pkce.ts';
import { isBanned, openSession, refreshSession } from './sessions.ts';
import { findUser, findUserByEmail } from './users.ts';

export const grantToken: Endpoint = (authRequest) => {
  switch (authRequest.query.get('grant_type')) {
    case 'password':
      return byPassword(authRequest);
    case 'refresh_token':
      return byRefreshToken(authRequest);
    case 'pkce':
      return byCode(authRequest);
    case 'id_token':
      throw new AuthApiError(
        400,
        'provider_disabled',
        `Provider ${optionalText(authRequest.body, 'provider') ?? ''} is not enabled`,
      );
    case 'web3':
      throw new AuthApiError(422, 'web3_provider_disabled', 'Web3 provider is disabled');
    default:
      throw new AuthApiError(400, 'invalid_credentials', 'unsupported_grant_type');
  }
};

async function byPassword({ context, body, client }: AuthRequest): Promise<Response> {
  const email = emailOf(body);
  const password = optionalText(body, 'password');
  if (optionalText(body, 'phone') !== undefined)
    throw new AuthApiError(400, 'phone_provider_disabled', 'Phone logins are disabled');
  if (email === undefined) throw new AuthApiError(400, 'validation_failed', 'missing email or phone');
  const user = await findUserByEmail(context.sql, email);
  const matches = await passwordMatches(password ?? '', user?.encrypted_password ?? null);
  if (user === undefined || !matches)
    throw new AuthApiError(400, 'invalid_credentials', 'Invalid login credentials');
  if (isBanned(user, context)) throw new AuthApiError(400, 'user_banned', 'User is banned');
  if (user.email_confirmed_at === null)
    throw new AuthApiError(400, 'email_not_confirmed', 'Email not confirmed');
  return Response.json(await openSession(context, user, 'password', client));
}

async function byRefreshToken({ context, body }: AuthRequest): Promise<Response> {
  const token = optionalText(body, 'refresh_token');
  if (token === undefined) throw new AuthApiError(400, 'validation_failed', 'refresh_token required');
  return Response.json(await refreshSession(context, token));
}

async function byCode({ context, body, client }: AuthRequest): Promise<Response> {
  const code = optionalText(body, 'auth_code');
  const verifier = optionalText(body, 'code_verifier');
  if (code === undefined || verifier === undefined) {
    throw new AuthApiError(
      400,
      'validation_failed',
      'invalid request: both auth code and code verifier should be non-empty',
    );
  }
  const user = await findUser(context.sql, await exchangeAuthCode(context, code, verifier));
  if (user === undefined)
    throw new AuthApiError(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  return Response.json(await openSession(context, user, 'otp', client));
}
