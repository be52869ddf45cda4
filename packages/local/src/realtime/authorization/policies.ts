/**
 * Asks the database's policies on `realtime.messages` what a token may do with a private topic. Each question
 * is one transaction that is always rolled back. It caches nothing: a channel keeps the answers it got.
 */
import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { RealtimeApiError, databaseUnavailable, notAllowedToRead, sqlStateOf } from '../api-error.ts';
import type { Claims } from './tokens.ts';

/** The kinds of message a policy can tell apart by the column `extension`. */
export type Extension = 'broadcast' | 'presence' | 'persistence';

/** Whose rights are asked for, on which subtopic. */
export interface PolicySubject {
  readonly topic: string;
  readonly claims: Claims;
  /** What `request.headers` shows to a policy. */
  readonly headers: Readonly<Record<string, string>>;
}

const INSUFFICIENT_PRIVILEGE = '42501';
const CHECK_VIOLATION = '23514';
const QUERY_CANCELED = '57014';

/** Leaves a transaction without an error of its own. */
class Rollback extends Error {}

export class PolicyProbe {
  readonly #sql: postgres.Sql;

  constructor(sql: postgres.Sql) {
    this.#sql = sql;
  }

  /**
   * Which of the extensions the subject may receive on its topic.
   *
   * @throws RealtimeApiError `Unauthorized` for an unknown role or a raising policy, `MissingPartition`,
   * `QueryCanceled`, `UnableToConnectToProject`
   */
  async readable(subject: PolicySubject, extensions: readonly Extension[]): Promise<Set<Extension>> {
    const allowed = new Set<Extension>();
    await this.#rolledBack(subject, async (transaction) => {
      const probes = extensions.map((extension) => ({
        id: randomUUID(),
        topic: subject.topic,
        extension,
        ...timestamps(),
      }));
      await transaction`insert into realtime.messages ${transaction(probes)}`;
      await impersonate(transaction, subject);
      const visible = await transaction<{ id: string }[]>`
        select id from realtime.messages where id in ${transaction(probes.map(({ id }) => id))}`;
      const ids = new Set(visible.map(({ id }) => id));
      for (const { id, extension } of probes) if (ids.has(id)) allowed.add(extension);
    });
    return allowed;
  }

  /** Which of the extensions the subject may send on its topic. Throws as `readable` does. */
  async writable(subject: PolicySubject, extensions: readonly Extension[]): Promise<Set<Extension>> {
    const allowed = new Set<Extension>();
    await this.#rolledBack(subject, async (transaction) => {
      await impersonate(transaction, subject);
      for (const extension of extensions) {
        if (await mayInsert(transaction, subject.topic, extension)) allowed.add(extension);
      }
    });
    return allowed;
  }

  async #rolledBack(
    subject: PolicySubject,
    work: (transaction: postgres.TransactionSql) => Promise<void>,
  ): Promise<void> {
    try {
      await this.#sql.begin(async (transaction) => {
        await work(transaction);
        throw new Rollback();
      });
    } catch (error) {
      if (error instanceof Rollback) return;
      throw toApiError(error, subject.topic);
    }
  }
}

/** Makes the rest of the transaction run as the token's role, with everything policies can ask about. */
export async function impersonate(
  transaction: postgres.TransactionSql,
  { topic, claims, headers }: PolicySubject,
): Promise<void> {
  await transaction`
    select set_config('role', ${claims.role}, true),
           set_config('realtime.topic', ${topic}, true),
           set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
           set_config('request.jwt.claim.sub', ${typeof claims.sub === 'string' ? claims.sub : ''}, true),
           set_config('request.jwt.claim.role', ${claims.role}, true),
           set_config('request.headers', ${JSON.stringify(headers)}, true)`;
}

/** No RETURNING: it would ask the SELECT policies too. */
async function mayInsert(
  transaction: postgres.TransactionSql,
  topic: string,
  extension: Extension,
): Promise<boolean> {
  try {
    await transaction.savepoint(
      (probe) => probe`insert into realtime.messages ${probe({ topic, extension, ...timestamps() })}`,
    );
    return true;
  } catch (error) {
    if (sqlStateOf(error) === INSUFFICIENT_PRIVILEGE) return false;
    throw error;
  }
}

/** The columns are without a zone and hold UTC, whatever the session's zone. */
function timestamps(): { inserted_at: string; updated_at: string } {
  const now = new Date().toISOString().slice(0, -1);
  return { inserted_at: now, updated_at: now };
}

function toApiError(error: unknown, topic: string): RealtimeApiError {
  const state = sqlStateOf(error);
  if (state === null) return databaseUnavailable(error);
  if (state === CHECK_VIOLATION && Reflect.get(Object(error), 'table_name') === 'messages') {
    return new RealtimeApiError(
      'MissingPartition',
      'Realtime was unable to find the expected messages partition',
      { cause: error },
    );
  }
  if (state === QUERY_CANCELED)
    return new RealtimeApiError('QueryCanceled', 'Query was cancelled, please try again', { cause: error });
  const unauthorized = notAllowedToRead(topic);
  unauthorized.cause = error;
  return unauthorized;
}
