// Risk: emptying what was sent empties what is not ours, or leaves what is.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ISql } from 'postgres';
import { applyMigrations } from '../../packages/local/src/bootstrap/migrations.ts';
import { migrations } from '../src/index.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { underTest } from './support/mutants.ts';
import { buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

interface Event {
  readonly topic: string;
  readonly extension: string;
  readonly isPrivate: boolean;
}

let database: TestDatabase;
let world: World;
let session: string;
before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
  ({ id: session } = await startConversation(world.visitor, world.widget));
});
after(() => database.stop());

const event = (topic: string, extension = 'broadcast', isPrivate = true): Event => ({
  topic,
  extension,
  isPrivate,
});
const insert = (sql: ISql, { topic, extension, isPrivate }: Event): Promise<unknown> =>
  sql`insert into realtime.messages (topic, extension, payload, event, private)
    values (${topic}, ${extension}, '{"words": "kept"}', 'test', ${isPrivate})`;
/** Those whose words are still there. */
async function kept(): Promise<Event[]> {
  const rows = await database.superuser<Event[]>`
    delete from realtime.messages where event = 'test'
    returning topic, extension, private as "isPrivate", payload ? 'words' as kept`;
  return rows
    .filter((row) => (row as Event & { kept: boolean }).kept)
    .map((row) => event(row.topic, row.extension, row.isPrivate));
}
const sorted = (events: readonly Event[]): string[] => events.map((one) => JSON.stringify(one)).sort();

describe('an event that is sent', () => {
  it('empties those of its topic and transaction that Realtime would replay, and no others', async () => {
    const topic = `session:${session}`;
    const before = event(topic);
    const others = [
      event(`session:${randomUUID()}`),
      event(topic, 'presence'),
      event(topic, 'broadcast', false),
    ];
    await insert(database.superuser, before);
    await database.superuser.begin(async (transaction) => {
      for (const one of [...others, event(topic)]) await insert(transaction, one);
      await transaction`select global_chat_private.broadcast('{}', 'session', ${topic})`;
    });
    assert.deepEqual(sorted(await kept()), sorted([before, ...others]));
  });
});

describe('installing', () => {
  it('empties what was kept of our topics, and nothing of others', async () => {
    const ours = [event(`session:${session}`), event(`inbox:${world.tenant}`)];
    const others = [
      event(`session:${session}`, 'presence'),
      event(`session:${session}`, 'broadcast', false),
      event(`session:${randomUUID()}`),
      event(`inbox:${randomUUID()}`),
      event(`room:${session}`),
      event(`inbox:${session}`),
      event(`session:${world.tenant}`),
    ];
    for (const one of [...ours, ...others]) await insert(database.superuser, one);
    await applyMigrations(database.url('postgres'), underTest(await migrations()));
    assert.deepEqual(sorted(await kept()), sorted(others));
  });

  it('goes on where the owner may not', async () => {
    await database.superuser`revoke update on realtime.messages from postgres`;
    try {
      await applyMigrations(database.url('postgres'), underTest(await migrations()));
    } finally {
      await database.superuser`grant update on realtime.messages to postgres`;
    }
  });
});
