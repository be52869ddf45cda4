// Risk: one visitor or one address uses up what a tenant may use in a day; nobody is told before, or agents are silenced.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { putFile } from './support/probes.ts';
import { buildWorld } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

describe('the bytes that a tenant may still store today', () => {
  const left = async (tenant: string): Promise<number> =>
    Number(
      (await database.owner`select global_chat_private.file_bytes_left(${tenant}) as bytes`)[0]?.['bytes'],
    );

  it('are fewer by every file of today, whether a message carries it or not, and by none of another tenant', async () => {
    await database.owner`update global_chat_tenants set file_bytes_per_day = 1000`;
    assert.deepEqual([await left(world.tenant), await left(world.otherTenant)], [1000, 1000]);
    const path = (tenant: string): string => `${tenant}/${randomUUID()}/${randomUUID()}/a.txt`;
    await putFile(database, path(world.tenant), 400, 'text/plain');
    const old = path(world.tenant);
    await putFile(database, old, 300, 'text/plain');
    await database.superuser`update storage.objects set created_at = now() - interval '1 day' where name = ${old}`;
    assert.deepEqual([await left(world.tenant), await left(world.otherTenant)], [600, 1000]);
    await putFile(database, path(world.tenant), 700, 'text/plain');
    assert.deepEqual([await left(world.tenant), await left(world.otherTenant)], [0, 1000]);
  });
});
