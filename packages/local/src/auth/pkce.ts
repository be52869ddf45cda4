/**
 * The PKCE flow: a client keeps a verifier and exchanges a code for its session. A code works once, with the right
 * verifier.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { AuthContext } from './context.ts';
import { optionalText } from './auth-request.ts';
import { AuthApiError } from './api-error.ts';
import type { JsonObject, SqlExecutor } from './sql.ts';

/** GoTrue's time between the link and the exchange (`flow_state` expiry). */
const AUTH_CODE_LIFETIME_MS = 5 * 60_000;

/** Stores the challenge that came with a request; true when there was one. Throws `validation_failed`. */
export async function savePkceChallenge(
  sql: SqlExecutor,
  body: JsonObject,
  userId: string,
  method: string,
): Promise<boolean> {
  const challenge = optionalText(body, 'code_challenge');
  if (challenge === undefined) return false;
  const challengeMethod = (optionalText(body, 'code_challenge_method') ?? 'plain').toLowerCase();
  if (challengeMethod !== 's256' && challengeMethod !== 'plain') {
    throw new AuthApiError(
      400,
      'validation_failed',
      `code challenge method ${challengeMethod} is not supported`,
    );
  }
  await sql`
    insert into auth.flow_state
      (id, user_id, auth_code, code_challenge_method, code_challenge, provider_type, authentication_method, created_at, updated_at)
    values (${randomUUID()}, ${userId}, ${randomUUID()}, ${challengeMethod}, ${challenge}, 'email', ${method}, now(), now())`;
  return true;
}

/** The code for the redirect, once the link was followed. Throws `flow_state_not_found`. */
export async function issueAuthCode(context: AuthContext, sql: SqlExecutor, userId: string): Promise<string> {
  const [flow] = await sql<{ auth_code: string }[]>`
    update auth.flow_state set auth_code_issued_at = ${new Date(context.now())}
    where id = (select id from auth.flow_state where user_id = ${userId} order by created_at desc limit 1)
    returning auth_code`;
  if (flow === undefined)
    throw new AuthApiError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
  return flow.auth_code;
}

/** Answers whose code it was. Throws `flow_state_not_found`, `flow_state_expired`, `bad_code_verifier`. */
export async function exchangeAuthCode(
  context: AuthContext,
  code: string,
  verifier: string,
): Promise<string> {
  const [flow] = await context.sql<
    {
      user_id: string;
      code_challenge: string;
      code_challenge_method: string;
      auth_code_issued_at: Date | null;
    }[]
  >`
    delete from auth.flow_state where auth_code = ${code} and auth_code_issued_at is not null returning *`;
  if (flow === undefined)
    throw new AuthApiError(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
  if ((flow.auth_code_issued_at?.getTime() ?? 0) + AUTH_CODE_LIFETIME_MS < context.now()) {
    throw new AuthApiError(403, 'flow_state_expired', 'invalid flow state, flow state has expired');
  }
  const given =
    flow.code_challenge_method === 's256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier;
  if (given !== flow.code_challenge) {
    throw new AuthApiError(
      400,
      'bad_code_verifier',
      'code challenge does not match previously saved code verifier',
    );
  }
  return flow.user_id;
}
