/**
 * `/factors`: enroll, challenge, verify and unenroll a second factor (TOTP). Phones and passkeys answer as where they
 * are switched off.
 */
import { randomUUID } from 'node:crypto';
import { requireUser, optionalText, UUID } from '../auth-request.ts';
import type { Endpoint, AuthRequest } from '../auth-request.ts';
import { AuthApiError } from '../api-error.ts';
import { ipAddress, upgradeSession } from '../sessions.ts';
import { findUser } from '../users.ts';
import { factorJson, factorsOf, removeFactor } from './factors.ts';
import type { FactorRow } from './factors.ts';
import { isValidTotpCode, otpauthUri, newTotpSecret } from './totp.ts';
import type { SqlExecutor } from '../sql.ts';

/** GoTrue's default, `GOTRUE_MFA_MAX_ENROLLED_FACTORS`. */
const MAX_FACTORS_PER_USER = 10;
/** GoTrue's default, `GOTRUE_MFA_CHALLENGE_EXPIRY_DURATION`. */
const MFA_CHALLENGE_LIFETIME_S = 300;

/** `POST /factors` */
export const enrollFactor: Endpoint = async (authRequest) => {
  const { context, body } = authRequest;
  const { user, aal } = await requireUser(authRequest);
  requireTotp(optionalText(body, 'factor_type'));
  const name = optionalText(body, 'friendly_name') ?? '';
  const existing = await factorsOf(context.sql, [user.id]);
  if (existing.some(({ friendly_name: taken }) => (taken ?? '') === name)) {
    throw new AuthApiError(
      422,
      'mfa_factor_name_conflict',
      `A factor with the friendly name ${JSON.stringify(name)} for this user already exists`,
    );
  }
  if (existing.length >= MAX_FACTORS_PER_USER) {
    throw new AuthApiError(
      422,
      'too_many_enrolled_mfa_factors',
      'Maximum number of verified factors reached, unenroll to continue',
    );
  }
  if (existing.some(isVerified) && aal !== 'aal2') {
    throw new AuthApiError(403, 'insufficient_aal', 'AAL2 required to enroll a new factor');
  }
  const id = randomUUID();
  const secret = newTotpSecret();
  const now = new Date(context.now());
  await context.sql`
    insert into auth.mfa_factors (id, user_id, friendly_name, factor_type, status, created_at, updated_at, secret)
    values (${id}, ${user.id}, ${name}, 'totp', 'unverified', ${now}, ${now}, ${secret})`;
  const issuer = optionalText(body, 'issuer') ?? new URL(context.settings.siteUrl).host;
  const uri = otpauthUri(issuer, user.email ?? '', secret);
  return Response.json({
    id,
    type: 'totp',
    ...(name === '' ? {} : { friendly_name: name }),
    totp: { qr_code: secretAsSvg(secret), secret, uri },
  });
};

/** `POST /factors/:id/challenge` */
export const challengeFactor: Endpoint = async (authRequest) => {
  const { context, client } = authRequest;
  const { user } = await requireUser(authRequest);
  const factor = await ownFactor(authRequest, user.id);
  const id = randomUUID();
  const now = context.now();
  await context.sql.begin(async (sql) => {
    await sql`
      insert into auth.mfa_challenges (id, factor_id, created_at, ip_address)
      values (${id}, ${factor.id}, ${new Date(now)}, ${ipAddress(client.address) ?? '127.0.0.1'})`;
    await sql`update auth.mfa_factors set last_challenged_at = clock_timestamp() where id = ${factor.id}`;
  });
  return Response.json({ id, type: 'totp', expires_at: Math.floor(now / 1000) + MFA_CHALLENGE_LIFETIME_S });
};

/** `POST /factors/:id/verify`: the session becomes one of a proved second factor, and the user's lesser ones end. */
export const verifyFactor: Endpoint = async (authRequest) => {
  const { context, body } = authRequest;
  const { user, sessionId } = await requireUser(authRequest);
  const factor = await ownFactor(authRequest, user.id);
  const challengeId = await openChallenge(authRequest, factor);
  if (!isValidTotpCode(factor.secret ?? '', optionalText(body, 'code') ?? '', context.now())) {
    throw new AuthApiError(422, 'mfa_verification_failed', 'Invalid TOTP code entered');
  }
  const now = new Date(context.now());
  const settle = async (sql: SqlExecutor): Promise<void> => {
    await sql`update auth.mfa_challenges set verified_at = ${now} where id = ${challengeId}`;
    await sql`update auth.mfa_factors set status = 'verified', updated_at = ${now} where id = ${factor.id}`;
    await sql`
      delete from auth.mfa_factors where user_id = ${user.id} and status = 'unverified' and factor_type = 'totp'`;
  };
  return Response.json(
    await upgradeSession(context, { userId: user.id, sessionId, factorId: factor.id, settle }),
  );
};

/** `DELETE /factors/:id` */
export const unenrollFactor: Endpoint = async (authRequest) => {
  const { user, aal } = await requireUser(authRequest);
  const factor = await ownFactor(authRequest, user.id);
  if (isVerified(factor) && aal !== 'aal2') {
    throw new AuthApiError(422, 'insufficient_aal', 'AAL2 required to unenroll verified factor');
  }
  await authRequest.context.sql.begin((sql) => removeFactor(sql, factor));
  return Response.json({ id: factor.id });
};

/** `GET /admin/users/:id/factors` */
export const listFactors: Endpoint = async ({ context, params }) => {
  const [userId = ''] = params;
  if (!UUID.test(userId) || (await findUser(context.sql, userId)) === undefined) {
    throw new AuthApiError(404, 'user_not_found', 'User not found');
  }
  return Response.json((await factorsOf(context.sql, [userId])).map(factorJson));
};

/** `DELETE /admin/users/:id/factors/:id` */
export const deleteFactor: Endpoint = async (authRequest) => {
  const [userId = '', factorId = ''] = authRequest.params;
  const factor = await ownFactor({ ...authRequest, params: [factorId] }, userId);
  await authRequest.context.sql.begin((sql) => removeFactor(sql, factor));
  return Response.json(factorJson(factor));
};

function isVerified({ status }: FactorRow): boolean {
  return status === 'verified';
}

function requireTotp(kind: string | undefined): void {
  if (kind === 'totp') return;
  if (kind === 'phone') {
    throw new AuthApiError(422, 'mfa_phone_enroll_not_enabled', 'MFA enroll is disabled for Phone');
  }
  if (kind === 'webauthn') {
    throw new AuthApiError(422, 'mfa_webauthn_enroll_not_enabled', 'MFA enroll is disabled for WebAuthn');
  }
  throw new AuthApiError(400, 'validation_failed', 'factor_type needs to be totp, phone, or webauthn');
}

async function ownFactor({ context, params }: AuthRequest, userId: string): Promise<FactorRow> {
  const [id = ''] = params;
  if (!UUID.test(id)) throw new AuthApiError(404, 'validation_failed', 'factor_id must be an UUID');
  const [factor] = UUID.test(userId)
    ? await context.sql<FactorRow[]>`select * from auth.mfa_factors where id = ${id} and user_id = ${userId}`
    : [];
  if (factor === undefined) throw new AuthApiError(404, 'mfa_factor_not_found', 'Factor not found');
  return factor;
}

async function openChallenge({ context, body, client }: AuthRequest, factor: FactorRow): Promise<string> {
  const id = optionalText(body, 'challenge_id') ?? '';
  const [challenge] = UUID.test(id)
    ? await context.sql<{ created_at: Date; verified_at: Date | null; address: string }[]>`
        select created_at, verified_at, host(ip_address) as address from auth.mfa_challenges
        where id = ${id} and factor_id = ${factor.id}`
    : [];
  if (challenge === undefined) {
    throw new AuthApiError(
      422,
      'mfa_factor_not_found',
      'MFA factor with the provided challenge ID not found',
    );
  }
  if (challenge.verified_at !== null || challenge.address !== (ipAddress(client.address) ?? '127.0.0.1')) {
    throw new AuthApiError(422, 'mfa_ip_address_mismatch', 'Challenge and verify IP addresses mismatch.');
  }
  if (challenge.created_at.getTime() + MFA_CHALLENGE_LIFETIME_S * 1000 < context.now()) {
    throw new AuthApiError(
      422,
      'mfa_challenge_expired',
      `MFA challenge ${id} has expired, verify against another challenge or create a new challenge.`,
    );
  }
  return id;
}

/** A hosted project answers with a QR code; this SVG shows the secret as text, to be typed. */
function secretAsSvg(secret: string): string {
  const lines = (secret.match(/.{1,16}/g) ?? []).map(
    (line, index) =>
      `<text x="10" y="${80 + index * 30}" font-family="monospace" font-size="18">${line}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><rect width="200" height="200" fill="#fff"/>${lines.join('')}</svg>`;
}
