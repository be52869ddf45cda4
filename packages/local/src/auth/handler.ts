/**
 * Owns `/auth/v1`: which endpoint answers which request, and what happens to every failure.
 * Refuses to answer without having parsed the request first.
 */
import type { Credentials } from '../front/caller.ts';
import type { Peer } from '../front/caller.ts';
import {
  changeUser,
  createUser,
  deleteUser,
  forService,
  generateLink,
  inviteUser,
  listUsers,
  readUser,
} from './admin.ts';
import { verifyCaptcha } from './captcha.ts';
import type { AuthContext } from './context.ts';
import { isService, object, openExchange } from './exchange.ts';
import type { Endpoint, Exchange } from './exchange.ts';
import { AuthFailure, failureResponse } from './failure.ts';
import { createHourlyLimit } from './limits.ts';
import {
  challengeFactor,
  deleteFactor,
  enrollFactor,
  listFactors,
  unenrollFactor,
  verifyFactor,
} from './mfa/endpoints.ts';
import { resend, sendRecovery, sendSignInLink } from './mail-requests.ts';
import { getHealth, getKeySet, getSettings } from './settings.ts';
import { createSignUp } from './sign-up.ts';
import { grantToken } from './token-grants.ts';
import { authorize, changeIdentities, startSingleSignOn } from './unavailable.ts';
import { getUser, reauthenticate, signOut, updateUser } from './user.ts';
import { verifyCode, verifyLink } from './verify.ts';

export type AuthHandler = (request: Request, credentials: Credentials, peer: Peer) => Promise<Response>;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly endpoint: Endpoint;
  /** Whether a captcha is demanded here, when the project demands one. */
  readonly captcha?: boolean;
}

const PREFIX = '/auth/v1';

export function createAuthHandler(context: AuthContext, log: (line: string) => void): AuthHandler {
  const { anonymousPerHour } = context.settings;
  const limit = anonymousPerHour === undefined ? undefined : createHourlyLimit(anonymousPerHour, context.now);
  const routes: readonly Route[] = [
    { method: 'POST', path: /^\/signup$/, endpoint: createSignUp(limit), captcha: true },
    { method: 'POST', path: /^\/token$/, endpoint: grantToken, captcha: true },
    { method: 'POST', path: /^\/(?:otp|magiclink)$/, endpoint: sendSignInLink, captcha: true },
    { method: 'POST', path: /^\/recover$/, endpoint: sendRecovery, captcha: true },
    { method: 'POST', path: /^\/resend$/, endpoint: resend, captcha: true },
    { method: 'POST', path: /^\/verify$/, endpoint: verifyCode },
    { method: 'GET', path: /^\/verify$/, endpoint: verifyLink },
    { method: 'GET', path: /^\/user$/, endpoint: getUser },
    { method: 'PUT', path: /^\/user$/, endpoint: updateUser },
    { method: 'POST', path: /^\/logout$/, endpoint: signOut },
    { method: 'GET', path: /^\/reauthenticate$/, endpoint: reauthenticate },
    { method: 'GET', path: /^\/settings$/, endpoint: getSettings },
    { method: 'GET', path: /^\/health$/, endpoint: getHealth },
    { method: 'GET', path: /^\/\.well-known\/jwks\.json$/, endpoint: getKeySet },
    { method: 'GET', path: /^\/authorize$/, endpoint: authorize },
    { method: 'POST', path: /^\/sso$/, endpoint: startSingleSignOn },
    { method: 'GET', path: /^\/user\/identities\/authorize$/, endpoint: changeIdentities },
    { method: 'DELETE', path: /^\/user\/identities\/[^/]+$/, endpoint: changeIdentities },
    { method: 'POST', path: /^\/factors$/, endpoint: enrollFactor },
    { method: 'POST', path: /^\/factors\/([^/]+)\/challenge$/, endpoint: challengeFactor },
    { method: 'POST', path: /^\/factors\/([^/]+)\/verify$/, endpoint: verifyFactor },
    { method: 'DELETE', path: /^\/factors\/([^/]+)$/, endpoint: unenrollFactor },
    { method: 'POST', path: /^\/invite$/, endpoint: forService(inviteUser) },
    { method: 'POST', path: /^\/admin\/generate_link$/, endpoint: forService(generateLink) },
    { method: 'POST', path: /^\/admin\/users$/, endpoint: forService(createUser) },
    { method: 'GET', path: /^\/admin\/users$/, endpoint: forService(listUsers) },
    { method: 'GET', path: /^\/admin\/users\/([^/]+)$/, endpoint: forService(readUser) },
    { method: 'PUT', path: /^\/admin\/users\/([^/]+)$/, endpoint: forService(changeUser) },
    { method: 'DELETE', path: /^\/admin\/users\/([^/]+)$/, endpoint: forService(deleteUser) },
    { method: 'GET', path: /^\/admin\/users\/([^/]+)\/factors$/, endpoint: forService(listFactors) },
    {
      method: 'DELETE',
      path: /^\/admin\/users\/([^/]+)\/factors\/([^/]+)$/,
      endpoint: forService(deleteFactor),
    },
  ];
  return async (request, credentials, peer) => {
    const path = new URL(request.url).pathname.slice(PREFIX.length);
    try {
      const here = routes.filter((route) => route.path.test(path));
      const route = here.find(({ method }) => method === request.method);
      if (route === undefined) {
        throw here.length > 0
          ? new AuthFailure(405, 'unknown', 'Method not allowed')
          : new AuthFailure(404, 'unknown', '404 page not found');
      }
      const params = route.path.exec(path)?.slice(1) ?? [];
      const exchange = await openExchange(context, request, credentials, peer, params);
      if (route.captcha === true) await checkCaptcha(exchange);
      return await route.endpoint(exchange);
    } catch (error) {
      return failureResponse(asFailure(error, request, path, log), request);
    }
  };
}

/** A refresh or a code exchange needs no captcha, and neither does the service. */
async function checkCaptcha(exchange: Exchange): Promise<void> {
  const { captcha } = exchange.context.settings;
  const grant = exchange.query.get('grant_type');
  if (captcha === undefined || grant === 'refresh_token' || grant === 'pkce' || (await isService(exchange)))
    return;
  verifyCaptcha(captcha, object(exchange.body, 'gotrue_meta_security')?.['captcha_token']);
}

/** A trigger or a foreign key of the project said no: clients get a sentence, the log gets the reason. */
function asFailure(error: unknown, request: Request, path: string, log: (line: string) => void): AuthFailure {
  if (error instanceof AuthFailure) return error;
  log(`[auth] ${request.method} ${path}: ${(error as Error).message}`);
  // Two sign-ups with one address at the same moment: the second one lost.
  if ((error as { constraint_name?: string }).constraint_name === 'users_email_partial_key') {
    return path.startsWith('/admin')
      ? new AuthFailure(422, 'email_exists', 'A user with this email address has already been registered')
      : new AuthFailure(422, 'user_already_exists', 'User already registered');
  }
  const doing =
    request.method === 'DELETE'
      ? 'deleting user'
      : request.method === 'PUT'
        ? 'updating user'
        : 'saving new user';
  return new AuthFailure(500, 'unexpected_failure', `Database error ${doing}`);
}
