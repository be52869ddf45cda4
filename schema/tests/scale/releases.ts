/**
 * What sending costs now beside a stored release, which `npm run bench -w packages/bench -- releases` starts: the same
 * conversations on two servers, written in turns. Prints a table in Markdown.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { applyMigrations } from '../../../packages/local/src/bootstrap/migrations.ts';
import type { Migration } from '../../../packages/local/src/bootstrap/migrations.ts';
import { bootstrap } from '../../../packages/local/src/bootstrap/bootstrap.ts';
import { startPostgres } from '../../../packages/local/src/postgres/start.ts';
import { migrations } from '../../src/index.ts';
import { Caller } from '../support/caller.ts';
import { SERVER_SETTINGS } from './server-settings.ts';
import { openWriter, rate } from './throughput.ts';
import type { Writer } from './throughput.ts';

const { values } = parseArgs({
  options: {
    release: { type: 'string', default: '0.1.0' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
  },
});
const WRITERS = 8;
const SESSIONS_OF_WRITER = 200;
/** So wide that what is measured is the call and not how often it is allowed. */
const WIDE = `update global_widget_config set message_burst = 10000, messages_per_second = 10000, session_burst = 10000,
  tenant_sessions_per_minute = 100000`;

interface Installation {
  readonly url: string;
  readonly writers: readonly Writer[];
  stop(): Promise<void>;
}

async function install(scripts: readonly Migration[]): Promise<Installation> {
  const cluster = await startPostgres({ settings: SERVER_SETTINGS });
  const sql = postgres(cluster.url(), { max: 1, onnotice: () => undefined });
  await bootstrap(sql);
  await applyMigrations(cluster.url('postgres'), scripts);
  const admin = randomUUID();
  await sql`insert into auth.users (id, email, email_confirmed_at) values (${admin}, 'admin@example.com', now())`;
  const owner = new Caller(sql, { role: 'service_role' }, {});
  const made = await owner.rpc('create_tenant', {
    slug: 'shop',
    name: 'Shop',
    admin_id: admin,
    admin_name: 'Ada',
  });
  await sql.unsafe(WIDE);
  await sql
    .unsafe(
      `update global_chat_tenants set ${['messages', 'sessions', 'visitors'].map((kind) => `${kind}_per_day = 100000000`).join()}`,
    )
    .catch((error: unknown) => {
      if (!(error instanceof postgres.PostgresError) || error.code !== '42703') throw error;
    });
  const writers: Writer[] = [];
  for (let number = 0; number < WRITERS; number++) {
    const visitor = randomUUID();
    await sql`insert into auth.users (id, is_anonymous) values (${visitor}, true)`;
    writers.push(await openWriter(sql, visitor, String(made.widget_id), SESSIONS_OF_WRITER));
  }
  await sql`analyze`;
  await sql.end({ timeout: 1 });
  return { url: cluster.url(), writers, stop: () => cluster.stop() };
}

const middle = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

const stored = await readFile(new URL(`../../versions/${values.release}.sql`, import.meta.url), 'utf8');
const before = await install([{ name: values.release, sql: stored }]);
const now = await install(await migrations());
try {
  console.log(`Messages a second, load ${loadavg()[0]?.toFixed(1) ?? ''}\n`);
  console.log(
    `| connections | commit | address | ${values.release} | now | costs |\n| --: | --- | --- | --: | --: | --: |`,
  );
  for (const connections of [1, 4, 8])
    for (const commit of ['on', 'off'] as const)
      for (const addressKnown of [false, true]) {
        const rates = { before: [] as number[], now: [] as number[] };
        const load = ({ url, writers }: Installation): Parameters<typeof rate>[1] => ({
          url,
          writers: writers.slice(0, connections),
          seconds: Number(values.seconds),
          commit,
          addressKnown,
        });
        for (let round = 0; round < Number(values.rounds); round++) {
          rates.before.push(await rate('call', load(before)));
          rates.now.push(await rate('call', load(now)));
        }
        const [old, current] = [middle(rates.before), middle(rates.now)];
        console.log(
          `| ${connections} | ${commit === 'on' ? 'on disk' : 'in memory'} | ${addressKnown ? 'known' : 'unknown'} | ${old.toFixed(0)} | ${current.toFixed(0)} | ${(old / current).toFixed(2)}× |`,
        );
      }
} finally {
  await before.stop();
  await now.stop();
}
