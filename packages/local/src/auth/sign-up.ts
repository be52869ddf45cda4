/** `POST /signup`: with an address and a password, or with neither (anonymous). */
import type { AuthContext } from './context.ts';
import { emailOf, optionalObject, optionalText } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import type { HourlyRateLimit } from './rate-limit.ts';
import { mailOtp } from './otp.ts';
import { checkPassword, hashPassword } from './passwords.ts';
import { savePkceChallenge } from './pkce.ts';
import { openSession } from './sessions.ts';
import { findUserByEmail, insertUser, userJson } from './users.ts';

/** @param anonymousLimit undefined = no limit */
export function createSignUp(anonymousLimit: HourlyRateLimit | undefined): Endpoint {
  return (authRequest) => {
    const { body } = authRequest;
    if (optionalText(body, 'phone') !== undefined) {
      throw new AuthApiError(400, 'phone_provider_disabled', 'Phone signups are disabled');
    }
    return emailOf(body) === undefined && optionalText(body, 'password') === undefined
      ? signUpAnonymously(authRequest, anonymousLimit)
      : signUpWithEmail(authRequest);
  };
}

async function signUpAnonymously(
  { context, body, client }: AuthRequest,
  limit: HourlyRateLimit | undefined,
): Promise<Response> {
  if (!context.settings.anonymousSignIns) {
    throw new AuthApiError(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  }
  if (limit !== undefined && !limit.take(client.address)) {
    throw new AuthApiError(429, 'over_request_rate_limit', 'Request rate limit reached');
  }
  const user = await insertUser(context.sql, { anonymous: true, userMetadata: optionalObject(body, 'data') });
  return Response.json(await openSession(context, user, 'anonymous', client));
}

async function signUpWithEmail({ context, body, client, query }: AuthRequest): Promise<Response> {
  const email = emailOf(body);
  const password = optionalText(body, 'password');
  if (email === undefined)
    throw new AuthApiError(400, 'validation_failed', 'To signup, please provide your email');
  if (password === undefined)
    throw new AuthApiError(400, 'validation_failed', 'Signup requires a valid password');
  checkPassword(password, context.settings.minimumPasswordLength);
  const { emailConfirmations } = context.settings;
  const existing = await findUserByEmail(context.sql, email);
  if (existing !== undefined && (existing.email_confirmed_at !== null || !emailConfirmations)) {
    if (!emailConfirmations) throw new AuthApiError(422, 'user_already_exists', 'User already registered');
    // The answer must not reveal that the address has an account.
    return Response.json(obfuscatedUser(email, context));
  }
  const encryptedPassword = await hashPassword(password);
  const user =
    existing ??
    (await insertUser(context.sql, {
      email,
      encryptedPassword,
      emailConfirmed: !emailConfirmations,
      userMetadata: {
        ...optionalObject(body, 'data'),
        email,
        email_verified: !emailConfirmations,
        phone_verified: false,
      },
    }));
  if (!emailConfirmations) {
    const session = await openSession(context, user, 'password', client);
    return Response.json(session);
  }
  const pkce = await savePkceChallenge(context.sql, body, user.id, 'email/signup');
  await mailOtp(context, context.sql, user, {
    kind: 'signup',
    to: email,
    redirectTo: query.get('redirect_to'),
    pkce,
  });
  return Response.json(await userJson(context.sql, user));
}

function obfuscatedUser(email: string, context: AuthContext): Record<string, unknown> {
  const now = new Date(context.now()).toISOString();
  return {
    id: crypto.randomUUID(),
    aud: 'authenticated',
    role: '',
    email,
    phone: '',
    confirmation_sent_at: now,
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}
