/**
 * The scale benchmark, which `npm run bench -w packages/bench -- scale` starts: a crowd of a million messages, every read
 * with its plans and times beside a read of one row by its key, and sending beside bare inserts. Prints tables in
 * Markdown; fails when a plan reads a big table from end to end or misses its index.
 */
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { applyMigrations } from '../../../packages/local/src/bootstrap/migrations.ts';
import { bootstrap } from '../../../packages/local/src/bootstrap/bootstrap.ts';
import { POSTGRES_MAJOR_VERSION } from '../../../packages/local/src/postgres/cluster.ts';
import { migrations } from '../../src/index.ts';
import { editions } from '../support/editions.ts';
import { BASELINES, CALLS, findCases, makeBaselines } from './calls.ts';
import { makeCrowd } from './crowd.ts';
import { faultsOf } from './plans.ts';
import { SERVER_SETTINGS } from './server-settings.ts';
import { makeBareTable, openWriters, rate } from './throughput.ts';
import { measure } from './timing.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    postgres: { type: 'string', default: POSTGRES_MAJOR_VERSION },
    runs: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '4' },
  },
});
const messages = Number(values.messages);
const size = { messages, sessions: Math.max(200, Math.round(messages / 20)), tenants: 20 };

const edition = (await editions()).find(({ major }) => String(major) === values.postgres);
if (edition === undefined) throw new Error(`PostgreSQL ${values.postgres} is not installed.`);
const cluster = await edition.start(SERVER_SETTINGS);
const sql = postgres(cluster.url(), { max: 1, onnotice: () => undefined });
const times = (ratio: number): string => `${ratio.toFixed(1)}×`;
const ms = (value: number): string => value.toFixed(2);

async function reads(sql: Sql): Promise<boolean> {
  const cases = await findCases(sql, 60);
  const runs = Number(values.runs);
  console.log(
    '| read | call, ms | against a row by its key | inside PostgreSQL, ms | against a row by its key | plan |',
  );
  console.log('| --- | --: | --: | --: | --: | --- |');
  let good = true;
  for (const call of [BASELINES.function, BASELINES.select, ...CALLS]) {
    const example = cases[0];
    if (example === undefined) throw new Error('The crowd has no long sessions.');
    const faults = await faultsOf(cluster.url(), call, example);
    if (faults.length > 0) good = false;
    const [baseline, timing] = await measure(sql, [BASELINES[call.kind], call], cases, runs);
    if (baseline === undefined || timing === undefined) continue;
    console.log(
      `| ${call.name} | ${ms(timing.call)} | ${times(timing.call / baseline.call)} | ${ms(timing.inside)} | ${times(timing.inside / baseline.inside)} | ${faults.join(', ') || 'ok'} |`,
    );
  }
  return good;
}

async function writes(sql: Sql): Promise<void> {
  await makeBareTable(sql);
  const writers = await openWriters(sql, 8, 200);
  console.log('| connections | commit | bare inserts a second | send_message a second | ratio |');
  console.log('| --: | --- | --: | --: | --: |');
  for (const amount of [1, 4, 8]) {
    for (const commit of ['on', 'off'] as const) {
      const load = {
        url: cluster.url(),
        writers: writers.slice(0, amount),
        seconds: Number(values.seconds),
        commit,
      };
      const rounds = { insert: [] as number[], call: [] as number[] };
      // In turns, so that both meet the same moods of the machine.
      for (let round = 0; round < 3; round++) {
        rounds.insert.push(await rate('insert', load));
        rounds.call.push(await rate('call', load));
      }
      const [bare = 0, sent = 0] = [rounds.insert, rounds.call].map(
        (each) => each.sort((a, b) => a - b)[1] ?? 0,
      );
      const kept = commit === 'on' ? 'on disk' : 'in memory';
      console.log(
        `| ${amount} | ${kept} | ${bare.toFixed(0)} | ${sent.toFixed(0)} | ${(sent / bare).toFixed(2)}× |`,
      );
    }
  }
}

try {
  await bootstrap(sql);
  await applyMigrations(cluster.url('postgres'), await migrations());
  const started = performance.now();
  await makeCrowd(sql, size);
  await makeBaselines(sql);
  await sql`select global_chat_private.use_postgres_changes(true)`;
  const [server] =
    await sql`select version() as name, pg_size_pretty(pg_database_size(current_database())) as size`;
  const processor = cpus();
  console.log(
    `${size.messages} messages in ${size.sessions} sessions of ${size.tenants} tenants, ${String(server?.['size'])}, made in ${((performance.now() - started) / 1000).toFixed(0)} s.`,
  );
  console.log(
    `${String(server?.['name']).split(',')[0] ?? ''}; ${processor.length} × ${processor[0]?.model.trim() ?? ''}, ${(totalmem() / 2 ** 30).toFixed(0)} GB; ${SERVER_SETTINGS.join(', ')}; load ${loadavg()[0]?.toFixed(1) ?? ''}.\n`,
  );
  const good = await reads(sql);
  console.log('');
  await writes(sql);
  if (!good) process.exitCode = 1;
} finally {
  await sql.end({ timeout: 1 });
  await cluster.stop();
}
