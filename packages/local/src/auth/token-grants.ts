/**
 * Owns `POST /token`: a password, a refresh token or a code for a session.
 * Refuses the grants that need another provider.
 */
import { emailOf, text } from './exchange.ts';
import type { Endpoint, Exchange } from './exchange.ts';
import { AuthFailure } from './failure.ts';
import { passwordMatches } from './passwords.ts';
import { exchangeCode } from './pkce.ts';
import { isBanned, openSession, refreshSession } from './sessions.ts';
import { findUser, findUserByEmail } from './users.ts';

export const grantToken: Endpoint = (exchange) => {
  switch (exchange.query.get('grant_type')) {
    case 'password':
      return byPassword(exchange);
    case 'refresh_token':
      return byRefreshToken(exchange);
    case 'pkce':
      return byCode(exchange);
    case 'id_token':
      throw new AuthFailure(
        400,
        'provider_disabled',
        `Provider ${text(exchange.body, 'provider') ?? ''} is not enabled`,
      );
    case 'web3':
      throw new AuthFailure(422, 'web3_provider_disabled', 'Web3 provider is disabled');
    default:
      throw new AuthFailure(400, 'invalid_credentials', 'unsupported_grant_type');
  }
};

async function byPassword({ context, body, client }: Exchange): Promise<Response> {
  const email = emailOf(body);
  const password = text(body, 'password');
  if (text(body, 'phone') !== undefined)
    throw new AuthFailure(400, 'phone_provider_disabled', 'Phone logins are disabled');
  if (email === undefined) throw new AuthFailure(400, 'validation_failed', 'missing email or phone');
  const user = await findUserByEmail(context.sql, email);
  const matches = await passwordMatches(password ?? '', user?.encrypted_password ?? null);
  if (user === undefined || !matches)
    throw new AuthFailure(400, 'invalid_credentials', 'Invalid login credentials');
  if (isBanned(user, context)) throw new AuthFailure(400, 'user_banned', 'User is banned');
  if (user.email_confirmed_at === null)
    throw new AuthFailure(400, 'email_not_confirmed', 'Email not confirmed');
  return Response.json(await openSession(context, user, 'password', client));
}

async function byRefreshToken({ context, body }: Exchange): Promise<Response> {
  const token = text(body, 'refresh_token');
  if (token === undefined) throw new AuthFailure(400, 'validation_failed', 'refresh_token required');
  return Response.json(await refreshSession(context, token));
}

async function byCode({ context, body, client }: Exchange): Promise<Response> {
  const code = text(body, 'auth_code');
  const verifier = text(body, 'code_verifier');
  if (code === undefined || verifier === undefined) {
    throw new AuthFailure(
      400,
      'validation_failed',
      'invalid request: both auth code and code verifier should be non-empty',
    );
  }
  const user = await findUser(context.sql, await exchangeCode(context, code, verifier));
  if (user === undefined)
    throw new AuthFailure(403, 'user_not_found', 'User from sub claim in JWT does not exist');
  return Response.json(await openSession(context, user, 'otp', client));
}
