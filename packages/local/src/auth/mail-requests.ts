/**
 * Endpoints that only send a mail: sign-in link, recovery, another confirmation. Their answers never tell whether an
 * address has an account.
 */
import { randomUUID } from 'node:crypto';
import { emailOf, optionalObject, optionalText } from './auth-request.ts';
import type { Endpoint, AuthRequest } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import type { MailKind } from './mailbox.ts';
import { mailOtp } from './otp.ts';
import { hashPassword } from './passwords.ts';
import { savePkceChallenge } from './pkce.ts';
import { findUserByEmail, insertUser } from './users.ts';
import type { UserRow } from './users.ts';

/** `POST /otp` and `/magiclink`: makes the account unless `create_user` is false. */
export const sendSignInLink: Endpoint = async (authRequest) => {
  const { context, body } = authRequest;
  if (optionalText(body, 'phone') !== undefined)
    throw new AuthApiError(400, 'phone_provider_disabled', 'Unsupported phone provider');
  const email = requiredEmail(authRequest);
  const existing = await findUserByEmail(context.sql, email);
  if (existing === undefined && body['create_user'] === false) {
    throw new AuthApiError(422, 'otp_disabled', 'Signups not allowed for otp');
  }
  const autoconfirm = !context.settings.emailConfirmations;
  const user =
    existing ??
    (await insertUser(context.sql, {
      email,
      emailConfirmed: autoconfirm,
      // A password that is never used: the user signs in by mail until they set one.
      encryptedPassword: await hashPassword(randomUUID()),
      userMetadata: {
        ...optionalObject(body, 'data'),
        email,
        email_verified: autoconfirm,
        phone_verified: false,
      },
    }));
  await send(authRequest, user, user.email_confirmed_at === null ? 'signup' : 'magiclink');
  return Response.json({});
};

export const sendRecovery: Endpoint = async (authRequest) => {
  const user = await findUserByEmail(authRequest.context.sql, requiredEmail(authRequest));
  if (user !== undefined) await send(authRequest, user, 'recovery');
  return Response.json({});
};

export const resend: Endpoint = async (authRequest) => {
  const { context, body } = authRequest;
  const kind = optionalText(body, 'type');
  if (kind !== 'signup' && kind !== 'email_change') {
    throw new AuthApiError(
      400,
      'validation_failed',
      'Missing one of these types: signup, email_change, sms, phone_change',
    );
  }
  const user = await findUserByEmail(context.sql, requiredEmail(authRequest));
  if (user !== undefined && kind === 'signup' && user.email_confirmed_at === null)
    await send(authRequest, user, 'signup');
  if (user !== undefined && kind === 'email_change' && (user.email_change ?? '') !== '')
    await send(authRequest, user, 'email_change');
  return Response.json({});
};

function requiredEmail({ body }: AuthRequest): string {
  const email = emailOf(body);
  if (email === undefined)
    throw new AuthApiError(400, 'validation_failed', 'One of email or phone must be set');
  return email;
}

async function send({ context, body, query }: AuthRequest, user: UserRow, kind: MailKind): Promise<void> {
  const pkce = await savePkceChallenge(context.sql, body, user.id, kind);
  const to = kind === 'email_change' ? (user.email_change ?? '') : (user.email ?? '');
  await mailOtp(context, context.sql, user, { kind, to, redirectTo: query.get('redirect_to'), pkce });
}
