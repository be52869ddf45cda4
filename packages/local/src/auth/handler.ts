/** `/auth/v1`: the table of routes, the captcha check before them, and what becomes of every error. */
import type { Credentials } from '../gateway/caller.ts';
import type { Peer } from '../gateway/caller.ts';
import {
  changeUser,
  createUser,
  deleteUser,
  requireServiceRole,
  generateLink,
  inviteUser,
  listUsers,
  readUser,
} from './admin.ts';
import { verifyCaptcha } from './captcha.ts';
import type { AuthContext } from './context.ts';
import { isServiceRole, optionalObject, readAuthRequest } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError, apiErrorResponse } from './api-error.ts';
import { createHourlyRateLimit } from './rate-limit.ts';
import {
  challengeFactor,
  deleteFactor,
  enrollFactor,
  listFactors,
  unenrollFactor,
  verifyFactor,
} from './mfa/endpoints.ts';
import { resend, sendRecovery, sendSignInLink } from './mail-requests.ts';
import { getHealth, getJwks, getSettings } from './settings.ts';
import { createSignUp } from './sign-up.ts';
import { grantToken } from './token-grants.ts';
import { authorize, changeIdentities, startSingleSignOn } from './disabled-features.ts';
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

const AUTH_PREFIX = '/auth/v1';

export function createAuthHandler(context: AuthContext, log: (line: string) => void): AuthHandler {
  const { anonymousPerHour } = context.settings;
  const limit =
    anonymousPerHour === undefined ? undefined : createHourlyRateLimit(anonymousPerHour, context.now);
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
    { method: 'GET', path: /^\/\.well-known\/jwks\.json$/, endpoint: getJwks },
    { method: 'GET', path: /^\/authorize$/, endpoint: authorize },
    { method: 'POST', path: /^\/sso$/, endpoint: startSingleSignOn },
    { method: 'GET', path: /^\/user\/identities\/authorize$/, endpoint: changeIdentities },
    { method: 'DELETE', path: /^\/user\/identities\/[^/]+$/, endpoint: changeIdentities },
    { method: 'POST', path: /^\/factors$/, endpoint: enrollFactor },
    { method: 'POST', path: /^\/factors\/([^/]+)\/challenge$/, endpoint: challengeFactor },
    { method: 'POST', path: /^\/factors\/([^/]+)\/verify$/, endpoint: verifyFactor },
    { method: 'DELETE', path: /^\/factors\/([^/]+)$/, endpoint: unenrollFactor },
    { method: 'POST', path: /^\/invite$/, endpoint: requireServiceRole(inviteUser) },
    { method: 'POST', path: /^\/admin\/generate_link$/, endpoint: requireServiceRole(generateLink) },
    { method: 'POST', path: /^\/admin\/users$/, endpoint: requireServiceRole(createUser) },
    { method: 'GET', path: /^\/admin\/users$/, endpoint: requireServiceRole(listUsers) },
    { method: 'GET', path: /^\/admin\/users\/([^/]+)$/, endpoint: requireServiceRole(readUser) },
    { method: 'PUT', path: /^\/admin\/users\/([^/]+)$/, endpoint: requireServiceRole(changeUser) },
    { method: 'DELETE', path: /^\/admin\/users\/([^/]+)$/, endpoint: requireServiceRole(deleteUser) },
    { method: 'GET', path: /^\/admin\/users\/([^/]+)\/factors$/, endpoint: requireServiceRole(listFactors) },
    {
      method: 'DELETE',
      path: /^\/admin\/users\/([^/]+)\/factors\/([^/]+)$/,
      endpoint: requireServiceRole(deleteFactor),
    },
  ];
  return async (request, credentials, peer) => {
    const path = new URL(request.url).pathname.slice(AUTH_PREFIX.length);
    try {
      const here = routes.filter((route) => route.path.test(path));
      const route = here.find(({ method }) => method === request.method);
      if (route === undefined) {
        throw here.length > 0
          ? new AuthApiError(405, 'unknown', 'Method not allowed')
          : new AuthApiError(404, 'unknown', '404 page not found');
      }
      const params = route.path.exec(path)?.slice(1) ?? [];
      const authRequest = await readAuthRequest(context, request, credentials, peer, params);
      if (route.captcha === true) await checkCaptcha(authRequest);
      return await route.endpoint(authRequest);
    } catch (error) {
      return apiErrorResponse(toApiError(error, request, path, log), request);
    }
  };
}

/** A refresh or a code exchange needs no captcha, and neither does the service. */
async function checkCaptcha(authRequest: AuthRequest): Promise<void> {
  const { captcha } = authRequest.context.settings;
  const grant = authRequest.query.get('grant_type');
  if (
    captcha === undefined ||
    grant === 'refresh_token' ||
    grant === 'pkce' ||
    (await isServiceRole(authRequest))
  )
    return;
  verifyCaptcha(captcha, optionalObject(authRequest.body, 'gotrue_meta_security')?.['captcha_token']);
}

/** A trigger or a foreign key of the project said no: clients get a sentence, the log gets the reason. */
function toApiError(
  error: unknown,
  request: Request,
  path: string,
  log: (line: string) => void,
): AuthApiError {
  if (error instanceof AuthApiError) return error;
  log(`[auth] ${request.method} ${path}: ${(error as Error).message}`);
  // Two sign-ups with one address at the same moment: the second one lost.
  if ((error as { constraint_name?: string }).constraint_name === 'users_email_partial_key') {
    return path.startsWith('/admin')
      ? new AuthApiError(422, 'email_exists', 'A user with this email address has already been registered')
      : new AuthApiError(422, 'user_already_exists', 'User already registered');
  }
  const doing =
    request.method === 'DELETE'
      ? 'deleting user'
      : request.method === 'PUT'
        ? 'updating user'
        : 'saving new user';
  return new AuthApiError(500, 'unexpected_failure', `Database error ${doing}`);
}
