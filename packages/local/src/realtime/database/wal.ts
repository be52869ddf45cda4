/** What the server needs of the write-ahead log: that it can be decoded, and that commits reach it at once. */
import type postgres from 'postgres';

/** Throws when the database was not started for logical decoding. */
export async function requireLogicalWal(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`show wal_level`;
  if (row?.['wal_level'] !== 'logical') throw new Error('Realtime needs PostgreSQL with wal_level = logical');
}

/**
 * With `synchronous_commit = off` a commit waits for the next round of the WAL writer, up to 200 ms by
 * default, before a replication slot can see it. A busier writer makes broadcasts from the database quick.
 */
export async function shortenWalWriterDelay(sql: postgres.Sql): Promise<void> {
  const [row] = await sql`show synchronous_commit`;
  if (row?.['synchronous_commit'] !== 'off') return;
  await sql`alter system set wal_writer_delay = '5ms'`;
  await sql`select pg_reload_conf()`;
}
