/**
 * Installs the database side of Realtime: the partitioned table `realtime.messages`, its publication and
 * the functions `realtime.topic`, `send`, `send_binary` and `broadcast_changes`.
 * It creates no API roles (the bootstrap of the database does) and ships no policies (the project does).
 */
import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';
import { maintainPartitions } from './partitions.ts';

/** Applied in this order. */
const SCRIPTS = ['messages.sql', 'functions.sql'] as const;

/** Any fixed number; two servers on one database take turns instead of failing on each other's DDL. */
const INSTALL_ADVISORY_LOCK_KEY = 7_293_115;

/**
 * Brings a database to the state the Realtime server needs. Safe to call on every start.
 *
 * @param sql a connection with superuser rights to a database that has the roles `postgres`, `anon`,
 * `authenticated` and `service_role`
 */
export async function installRealtimeSchema(sql: postgres.Sql): Promise<void> {
  const scripts = await Promise.all(SCRIPTS.map((name) => readFile(scriptUrl(name), 'utf8')));
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${INSTALL_ADVISORY_LOCK_KEY})`;
    for (const script of scripts) await transaction.unsafe(script).simple();
  });
  await maintainPartitions(sql);
}

/** The published package carries `src` beside `dist`, so one path serves both. */
function scriptUrl(name: string): URL {
  return new URL(`../../../src/realtime/database/${name}`, import.meta.url);
}
