/**
 * Owns the endpoints that only send a mail: sign-in link, recovery, another confirmation.
 * Refuses to tell whether an address has an account.
 */
import { randomUUID } from 'node:crypto';
import { emailOf, object, text } from './exchange.ts';
import type { Endpoint, Exchange } from './exchange.ts';
import { AuthFailure } from './failure.ts';
import type { MailKind } from './mailbox.ts';
import { mailOneTime } from './one-time.ts';
import { hashPassword } from './passwords.ts';
import { rememberChallenge } from './pkce.ts';
import { findUserByEmail, insertUser } from './users.ts';
import type { UserRow } from './users.ts';

/** `POST /otp` and `/magiclink`: makes the account unless `create_user` is false. */
export const sendSignInLink: Endpoint = async (exchange) => {
  const { context, body } = exchange;
  if (text(body, 'phone') !== undefined)
    throw new AuthFailure(400, 'phone_provider_disabled', 'Unsupported phone provider');
  const email = requiredEmail(exchange);
  const existing = await findUserByEmail(context.sql, email);
  if (existing === undefined && body['create_user'] === false) {
    throw new AuthFailure(422, 'otp_disabled', 'Signups not allowed for otp');
  }
  const autoconfirm = !context.settings.emailConfirmations;
  const user =
    existing ??
    (await insertUser(context.sql, {
      email,
      emailConfirmed: autoconfirm,
      // Nobody knows it: the account is opened by mail until its owner chooses one.
      encryptedPassword: await hashPassword(randomUUID()),
      userMetadata: { ...object(body, 'data'), email, email_verified: autoconfirm, phone_verified: false },
    }));
  await send(exchange, user, user.email_confirmed_at === null ? 'signup' : 'magiclink');
  return Response.json({});
};

export const sendRecovery: Endpoint = async (exchange) => {
  const user = await findUserByEmail(exchange.context.sql, requiredEmail(exchange));
  if (user !== undefined) await send(exchange, user, 'recovery');
  return Response.json({});
};

export const resend: Endpoint = async (exchange) => {
  const { context, body } = exchange;
  const kind = text(body, 'type');
  if (kind !== 'signup' && kind !== 'email_change') {
    throw new AuthFailure(
      400,
      'validation_failed',
      'Missing one of these types: signup, email_change, sms, phone_change',
    );
  }
  const user = await findUserByEmail(context.sql, requiredEmail(exchange));
  if (user !== undefined && kind === 'signup' && user.email_confirmed_at === null)
    await send(exchange, user, 'signup');
  if (user !== undefined && kind === 'email_change' && (user.email_change ?? '') !== '')
    await send(exchange, user, 'email_change');
  return Response.json({});
};

function requiredEmail({ body }: Exchange): string {
  const email = emailOf(body);
  if (email === undefined)
    throw new AuthFailure(400, 'validation_failed', 'One of email or phone must be set');
  return email;
}

async function send({ context, body, query }: Exchange, user: UserRow, kind: MailKind): Promise<void> {
  const pkce = await rememberChallenge(context.sql, body, user.id, kind);
  const to = kind === 'email_change' ? (user.email_change ?? '') : (user.email ?? '');
  await mailOneTime(context, context.sql, user, { kind, to, redirectTo: query.get('redirect_to'), pkce });
}
