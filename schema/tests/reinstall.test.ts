// Risk: the single file fails when pasted again, or differs from the migrations.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { migrations, schemaVersion } from '../src/index.ts';
import { describeCatalog } from './support/catalog.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

const pasted = await readFile(new URL('../global_chat_schema.sql', import.meta.url), 'utf8');

describe('the single file', () => {
  let database: TestDatabase;

  before(async () => {
    database = await startDatabase({ bare: true });
  });
  after(() => database.stop());

  it('pasted twice gives what the migrations give', async () => {
    const editor = postgres(database.url('postgres'), {
      max: 1,
      onnotice: (notice) => assert.fail(notice['message']),
    });
    await editor.unsafe(pasted).simple();
    const once = await describeCatalog(database.superuser);
    await editor.unsafe(pasted).simple();
    assert.deepEqual(await describeCatalog(database.superuser), once);
    await editor.end();

    const migrated = await startDatabase();
    assert.deepEqual(once, await describeCatalog(migrated.superuser));
    await migrated.stop();
  });

  it('says its version, and carries every migration', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    assert.equal(schemaVersion, version);
    assert.ok(pasted.startsWith(`-- Global Chat ${version}:`));
    for (const { sql } of await migrations())
      assert.ok(pasted.includes(sql.trimEnd()), 'run: npm run schema');
  });
});
