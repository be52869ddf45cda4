// Risk: forgetting one person tells, takes or hands out what is somebody else's.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { putFile } from './support/probes.ts';
import { broadcasts, buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

describe('a visitor who erases themselves', () => {
  it('is told of to those who hold their conversations, and to nobody else', async () => {
    const [visitor, bystander] = [await newVisitor(database), await newVisitor(database)];
    const [one, two] = [
      await startConversation(visitor, world.widget),
      await startConversation(visitor, world.widget),
    ];
    const other = await startConversation(bystander, world.widget);
    const elsewhere = await startConversation(bystander, world.otherWidget);
    const answer = await visitor.rpc('erase_me');
    assert.deepEqual(answer, { sessions: 2, messages: 2, files: [] });
    const erased = async (topic: string): Promise<unknown[]> =>
      (await broadcasts(database, topic))
        .filter(({ event }) => event === 'erased')
        .map(({ payload }) => (payload.session_ids as string[] | undefined)?.sort() ?? 'this one');
    assert.deepEqual(await erased(`inbox:${world.tenant}`), [[one.id, two.id].sort()]);
    assert.deepEqual(await erased(`inbox:${world.otherTenant}`), []);
    for (const { id } of [one, two]) assert.deepEqual(await erased(`session:${id}`), ['this one']);
    for (const { id } of [other, elsewhere]) assert.deepEqual(await erased(`session:${id}`), []);
  });

  it('is handed their own files, and none of a bucket of the host', async () => {
    const visitor = await newVisitor(database);
    const { id } = await startConversation(visitor, world.widget);
    const path = `${world.tenant}/${id}/${randomUUID()}/photo.png`;
    await putFile(database, path, 10, 'image/png');
    await database.superuser`insert into storage.buckets (id, name) values ('host', 'host')`;
    await database.superuser`insert into storage.objects (bucket_id, name) values ('host', ${path.replace('photo', 'theirs')})`;
    assert.deepEqual((await visitor.rpc('erase_me')).files, [path]);
  });
});
