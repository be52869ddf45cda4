/**
 * The daily partitions of `realtime.messages`: those from yesterday to three days ahead are made, those whose messages
 * are all older than 72 hours are dropped. Single rows are never deleted.
 */
import type postgres from 'postgres';

const DAY_MS = 86_400_000;
const PARTITION_DAYS_AHEAD = 3;
/** How long messages can be replayed. Also the hosted service's number. */
const MESSAGE_RETENTION_MS = 72 * 3_600_000;
const PARTITION_NAME = /^messages_(\d{4})_(\d{2})_(\d{2})$/;

/** Creates the partitions that are missing around `now` and drops those past retention. */
export async function maintainPartitions(sql: postgres.Sql, now: Date = new Date()): Promise<void> {
  const today = startOfDay(now.getTime());
  for (let day = -1; day <= PARTITION_DAYS_AHEAD; day += 1) {
    const from = today + day * DAY_MS;
    await createPartition(sql, from, from + DAY_MS);
  }
  await dropExpiredPartitions(sql, now.getTime() - MESSAGE_RETENTION_MS);
}

async function createPartition(sql: postgres.Sql, from: number, to: number): Promise<void> {
  const name = partitionName(from);
  const [existing] = await sql`select to_regclass(${`realtime.${name}`}) is not null as present`;
  if (existing?.['present'] === true) return;
  await sql.unsafe(
    `create table if not exists realtime.${name} partition of realtime.messages
       for values from ('${timestamp(from)}') to ('${timestamp(to)}');
     alter table realtime.${name} owner to supabase_realtime_admin;`,
  );
}

async function dropExpiredPartitions(sql: postgres.Sql, oldest: number): Promise<void> {
  const partitions = await sql<{ name: string }[]>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent = 'realtime.messages'::regclass`;
  for (const { name } of partitions) {
    const [, year, month, day] = PARTITION_NAME.exec(name) ?? [];
    if (year === undefined) continue;
    const end = Date.UTC(Number(year), Number(month) - 1, Number(day)) + DAY_MS;
    if (end <= oldest) await sql.unsafe(`drop table if exists realtime.${name}`);
  }
}

function startOfDay(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

function partitionName(day: number): string {
  return `messages_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '_')}`;
}

function timestamp(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
