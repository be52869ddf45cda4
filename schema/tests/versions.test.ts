// Risk: the schema uses something that an older PostgreSQL lacks, or means something else there. Hosted projects run 15
// and 17; each version that npm has a build of for this platform is started, and all must end with the same schema.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import type { Sql } from 'postgres';
import { bootstrap } from '../../packages/local/src/bootstrap/bootstrap.ts';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { POSTGRES_MAJOR_VERSION } from '../../packages/local/src/postgres/cluster.ts';
import { migrations } from '../src/index.ts';
import { describeCatalog } from './support/catalog.ts';
import { editions } from './support/editions.ts';
import type { Cluster } from './support/editions.ts';
import { prepareCluster } from './support/prepared-cluster.ts';

const available = await editions();
const majors = available.map(({ major }) => major);
if (majors.length < 3) {
  console.log(`# PostgreSQL ${majors.join(', ')} only: npm has no build of the others for this platform`);
}
const pasted = await readFile(new URL('../global_chat_schema.sql', import.meta.url), 'utf8');
const schemas = new Map<number, readonly string[]>();

/** Tests of the whole backend, which runs on the embedded version alone, those with clusters of their own, and slow ones. */
const OTHERS =
  /^(wire|fuzz|hostile-visitor|visitor-writes|versions|reinstall|plans|host-project|many-sessions)/;

/** Every test of a rule, in copies of a database of this cluster. */
async function testOn(cluster: Cluster): Promise<{ failed: boolean; output: string }> {
  const environment = await prepareCluster(cluster.url());
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = (await readdir(folder)).filter((name) => name.endsWith('.test.ts') && !OTHERS.test(name));
  const flags = ['--conditions=source', '--test', '--test-reporter=tap', '--test-concurrency=2'];
  const child = spawn(process.execPath, [...flags, ...files.map((name) => folder + name)], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const passed = Number(/^# pass (\d+)$/m.exec(output)?.[1] ?? 0);
  return { failed: code !== 0 || passed < 900, output };
}

for (const { major, start } of available) {
  describe(`PostgreSQL ${String(major)}`, () => {
    let cluster: Cluster;
    let superuser: Sql;
    let fresh: string[];

    before(async () => {
      cluster = await start();
      superuser = postgres(cluster.url(), { max: 1, onnotice: () => undefined });
      await bootstrap(superuser);
    });
    after(async () => {
      await superuser.end({ timeout: 1 });
      await cluster.stop();
    });

    it('is what it says', async () => {
      const [row] = await superuser`select current_setting('server_version_num')::int / 10000 as major`;
      assert.equal(row?.['major'], major);
    });

    it('takes the migrations', async () => {
      await applyMigrations(cluster.url('postgres'), await migrations());
      fresh = await describeCatalog(superuser);
      assert.ok(fresh.length > 400);
      schemas.set(major, fresh);
    });

    it('takes them again, and the single file over them, without a change', async () => {
      await applyMigrations(cluster.url('postgres'), await migrations());
      assert.deepEqual(await describeCatalog(superuser), fresh);
      const editor = postgres(cluster.url('postgres'), { max: 1, onnotice: () => undefined });
      await editor.unsafe(pasted).simple();
      await editor.end();
      assert.deepEqual(await describeCatalog(superuser), fresh);
    });

    // The embedded one has them as tests of their own; a function's body is only looked at when it runs.
    if (String(major) !== POSTGRES_MAJOR_VERSION) {
      it('passes every test of the rules', async () => {
        const empty = await start(['max_connections=200']);
        try {
          const { failed, output } = await testOn(empty);
          assert.equal(failed, false, output);
        } finally {
          await empty.stop();
        }
      });
    }
  });
}

describe('all versions', () => {
  it('end with the same schema', () => {
    assert.deepEqual([...schemas.keys()], majors);
    const newest = schemas.get(Number(POSTGRES_MAJOR_VERSION));
    for (const [major, schema] of schemas) assert.deepEqual(schema, newest, String(major));
    const hash = createHash('sha256')
      .update((newest ?? []).join('\n'))
      .digest('hex');
    console.log(`# the schema is ${hash} on PostgreSQL ${majors.join(', ')}`);
  });
});
