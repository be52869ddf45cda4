// Risk: Realtime replays what was edited, deleted or erased since, to whoever joins with an old point in time.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { call, startApi } from './support/api.ts';
import type { Api, Person } from './support/api.ts';
import { listen } from './support/listener.ts';
import type { Listener } from './support/listener.ts';

let api: Api;
let sql: postgres.Sql;
const listeners: Listener[] = [];

before(async () => {
  api = await startApi();
  sql = postgres(api.local.databaseUrl, { max: 1, onnotice: () => undefined });
});
after(async () => {
  for (const { stop } of listeners) await stop();
  await sql.end();
  await api.stop();
});

const hear = async (person: Person, topic: string, since?: number): Promise<Listener> => {
  const listener = await listen(person.client, topic, since);
  listeners.push(listener);
  return listener;
};

describe('a replay of what was said', () => {
  it('brings no words, to the visitor and the team, and who listens hears all the same', async () => {
    const session = randomUUID();
    const message = randomUUID();
    await call(api.visitor, 'open_session', {
      widget_id: api.widget,
      session_id: session,
      visitor: { name: 'Quokka' },
    });
    const live = await hear(api.visitor, `session:${session}`);
    await call(api.visitor, 'send_message', {
      session_id: session,
      message_id: message,
      content: 'the old words',
    });
    await call(api.visitor, 'edit_message', { message_id: message, content: 'the new words' });
    await call(api.visitor, 'delete_message', { message_id: message });
    await live.until((events) => events.length === 3);
    assert.match(JSON.stringify(live.events), /the old words.*the new words/);
    await live.stop();

    for (const [person, topic] of [
      [api.otherVisitor, `session:${session}`],
      [api.visitor, `session:${session}`],
      [api.agent, `session:${session}`],
      [api.agent, `inbox:${api.tenant}`],
    ] as const) {
      const joined = await hear(person, topic, Date.now() - 3_600_000).catch(() => null);
      if (person === api.otherVisitor) assert.equal(joined, null);
      if (joined === null) continue;
      // The next event comes after everything that is replayed.
      await call(api.agent, 'send_message', {
        session_id: session,
        message_id: randomUUID(),
        content: 'and now',
      });
      await joined.until((events) => events.some((event) => JSON.stringify(event).includes('and now')));
      assert.doesNotMatch(JSON.stringify(joined.events), /old words|new words/);
      assert.ok(
        joined.events.every(({ payload }) => JSON.stringify(payload).includes('and now')),
        topic,
      );
    }
  });

  it('has nothing to bring, even where nobody may delete rows of Realtime', async () => {
    await sql`create function public.no_delete() returns trigger language plpgsql as $$ begin
      raise exception using errcode = 'insufficient_privilege', message = 'no delete'; end $$`;
    await sql`create trigger no_delete before delete on realtime.messages for each row execute function public.no_delete()`;
    const visitor = await api.newVisitor();
    const session = randomUUID();
    await call(visitor, 'open_session', {
      widget_id: api.widget,
      session_id: session,
      visitor: { name: 'Numbat' },
    });
    await call(visitor, 'send_message', { session_id: session, message_id: randomUUID(), content: 'numbat' });
    await call(visitor, 'erase_me', {});
    const kept =
      await sql`select topic from realtime.messages where payload::text ~* 'numbat' or (private and topic ~ '^(session|inbox|widget):')`;
    assert.deepEqual([...kept], []);
  });
});
