/**
 * Owns acting as somebody: each call is a transaction with the role and the claims that the Data API would set.
 */
import type { Sql, TransactionSql } from 'postgres';
import postgres from 'postgres';

export interface Claims {
  readonly role: 'anon' | 'authenticated' | 'service_role';
  readonly sub?: string;
  readonly is_anonymous?: boolean;
  readonly email?: string;
}

/** What a client of the Data API would be told. */
export interface Refusal {
  readonly status: number;
  /** The stable code, or the SQLSTATE where PostgreSQL itself refused. */
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly message: string;
}

// What an RPC answers is whatever the protocol says; tests read it freely.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = any;

export class Caller {
  readonly claims: Claims;
  readonly #sql: Sql;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(sql: Sql, claims: Claims, headers: Readonly<Record<string, string>>) {
    this.#sql = sql;
    this.claims = claims;
    this.#headers = headers;
  }

  /** The caller's user id. */
  get id(): string {
    return this.claims.sub ?? '';
  }

  /** The same caller on a page of this origin. */
  from(origin: string): Caller {
    return new Caller(this.#sql, this.claims, { origin });
  }

  /** Runs in a transaction as this caller; with `keep: false` it is rolled back. */
  async act<T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> {
    const done = await this.#sql.begin(async (sql) => {
      await sql`
        select set_config('role', ${this.claims.role}, true),
          set_config('request.jwt.claims', ${JSON.stringify(this.claims)}, true),
          set_config('request.headers', ${JSON.stringify(this.#headers)}, true)`;
      return work(sql);
    });
    return done as T;
  }

  async query(text: string, values: readonly unknown[] = []): Promise<Answer[]> {
    return this.act(async (sql) => [...(await sql.unsafe(text, values as never[]))]);
  }

  /** Calls `global_chat_<name>` with named arguments. */
  async rpc(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const keys = Object.keys(args);
    const list = keys.map((key, index) => `${key} => $${String(index + 1)}`).join(', ');
    const rows = await this.query(
      `select public.global_chat_${name}(${list}) as answer`,
      Object.values(args),
    );
    return rows[0].answer;
  }

  /** The refusal of a call that must not succeed. */
  async refused(name: string, args: Readonly<Record<string, unknown>> = {}): Promise<Refusal> {
    return refusal(this.rpc(name, args));
  }
}

/** Waits for the error that must come; an answer is a failure of the test. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  let answer: unknown;
  try {
    answer = await call;
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    const status = /^PT(\d{3})$/.exec(error.code)?.[1];
    return {
      status: status === undefined ? 0 : Number(status),
      code: status === undefined ? error.code : (error.hint ?? ''),
      details:
        error.detail !== undefined && error.detail.startsWith('{')
          ? (JSON.parse(error.detail) as Refusal['details'])
          : {},
      message: error.message,
    };
  }
  throw new Error(
    `This call should have been refused: ${JSON.stringify(answer)?.slice(0, 300) ?? 'undefined'}`,
  );
}
