/** Types that every file with SQL of Auth shares. */
import type { Sql, TransactionSql } from 'postgres';

/** A pool or a transaction: a function that takes it runs in either. */
export type SqlExecutor = Sql | TransactionSql;

export type JsonObject = Readonly<Record<string, unknown>>;
