/** Rows of `auth.mfa_factors`, and their JSON for clients, which never has the secret. */
import type { JsonObject, SqlExecutor } from '../sql.ts';

export interface FactorRow {
  readonly id: string;
  readonly user_id: string;
  readonly friendly_name: string | null;
  readonly factor_type: 'totp' | 'webauthn' | 'phone';
  readonly status: 'unverified' | 'verified';
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly secret: string | null;
  readonly last_challenged_at: Date | null;
}

export async function factorsOf(sql: SqlExecutor, userIds: readonly string[]): Promise<FactorRow[]> {
  return sql<FactorRow[]>`
    select * from auth.mfa_factors where user_id in ${sql([...userIds])} order by created_at`;
}

export function factorJson(factor: FactorRow): JsonObject {
  const name = factor.friendly_name ?? '';
  return {
    id: factor.id,
    created_at: factor.created_at.toISOString(),
    updated_at: factor.updated_at.toISOString(),
    status: factor.status,
    ...(name === '' ? {} : { friendly_name: name }),
    factor_type: factor.factor_type,
    ...(factor.last_challenged_at === null
      ? {}
      : { last_challenged_at: factor.last_challenged_at.toISOString() }),
  };
}

/** Sessions that have aal2 by this factor fall back to aal1. */
export async function removeFactor(sql: SqlExecutor, factor: FactorRow): Promise<void> {
  await sql`delete from auth.mfa_factors where id = ${factor.id}`;
  await sql`
    update auth.sessions set aal = 'aal1', factor_id = null where user_id = ${factor.user_id} and factor_id = ${factor.id}`;
}
