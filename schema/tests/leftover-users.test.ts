// Risk: a job that tidies Auth removes somebody who talks, or a user of the host's own app; or nobody can be removed at all.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Caller } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld, newVisitor, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

describe('users of Auth without a conversation', () => {
  it('are left over after a week when the chat signed them in, and never when the host did', async () => {
    const user = async (days: number, chat: unknown, anonymous = true): Promise<Caller> => {
      const visitor = await newVisitor(database);
      await database.superuser`update auth.users set is_anonymous = ${anonymous}, created_at = now() - make_interval(days => ${days}),
        raw_user_meta_data = ${database.superuser.json({ global_chat: chat } as never)} where id = ${visitor.id}`;
      return visitor;
    };
    const erased = await user(8, true);
    const young = await user(6, true);
    const talking = await user(8, true);
    const returning = await user(30, true);
    const hosts = await user(400, null);
    const odd = await user(400, 'true');
    const real = await user(400, true, false);
    await database.superuser`insert into auth.sessions (id, user_id, created_at, updated_at)
      values (gen_random_uuid(), ${returning.id}, now() - interval '30 days', now() - interval '1 day')`;
    await startConversation(erased, world.widget);
    await startConversation(talking, world.widget);
    const left = async (): Promise<string[]> => {
      const all: string[] = await world.service.rpc('leftover_users');
      return [erased, young, talking, returning, hosts, odd, real]
        .map(({ id }) => id)
        .filter((id) => all.includes(id));
    };
    assert.deepEqual(await left(), []);
    await erased.rpc('erase_me');
    assert.deepEqual(await left(), [erased.id]);
  });
});
