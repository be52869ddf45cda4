/** What the database sends reaches its topic: quickly, in the order of commits, all of it, and only when committed. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { SECRET_KEY, VERSIONS, freshTopic, startBackend, subscribed } from './harness.ts';
import type { Backend, Version } from './harness.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create table public.things (id int primary key, label text, topic text);
    create function public.tell() returns trigger language plpgsql as $$
    begin
      perform realtime.broadcast_changes(coalesce(new.topic, old.topic), tg_op, tg_op, tg_table_name, tg_table_schema, new, old, tg_level);
      return null;
    end $$;
    create trigger tell after insert or update or delete on public.things for each row execute function public.tell();
    create policy "signed in speak in rooms" on realtime.messages for insert to authenticated with check (realtime.topic() like 'room:%');
  `);
});
after(() => backend.stop());

interface Message {
  readonly event: string;
  readonly payload: Record<string, unknown>;
  readonly meta?: { readonly id: string };
}

async function listen(version: Version, topic: string, isPrivate = true): Promise<Message[]> {
  const received: Message[] = [];
  const channel = backend
    .client({ version, key: SECRET_KEY })
    .channel(topic, { config: { private: isPrivate } });
  channel.on('broadcast', { event: '*' }, (message) => received.push(message as unknown as Message));
  await subscribed(channel);
  return received;
}

async function as<T>(role: string, work: (sql: postgres.TransactionSql) => Promise<T>): Promise<unknown> {
  return backend.sql.begin(async (sql) => {
    await sql`select set_config('role', ${role}, true)`;
    return work(sql);
  });
}

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    it('delivers realtime.send with the id of its row in payload and meta', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await backend.sql`select realtime.send('{"a": {"b": [1, "é"]}}', 'news', ${topic})`;
      await until(() => received.length === 1);
      const [row] = await backend.sql`select id from realtime.messages where topic = ${topic}`;
      const id = String(row?.['id']);
      assert.deepEqual(received, [
        { type: 'broadcast', event: 'news', payload: { a: { b: [1, 'é'] }, id }, meta: { id } },
      ]);
    });

    it('leaves an id that is there alone', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await backend.sql`select realtime.send('{"id": 7}', 'news', ${topic}, true)`;
      await until(() => received.length === 1);
      assert.deepEqual(received[0]?.payload, { id: 7 });
      assert.match(received[0].meta?.id ?? '', /^[0-9a-f-]{36}$/);
    });

    it('keeps private and public apart', async () => {
      const topic = freshTopic();
      const [closed, open] = [await listen(version, topic), await listen(version, topic, false)];
      await backend.sql`select realtime.send('{}', 'closed', ${topic}), realtime.send('{}', 'open', ${topic}, false)`;
      await until(() => closed.length === 1 && open.length === 1);
      assert.deepEqual([closed[0]?.event, open[0]?.event], ['closed', 'open']);
    });

    it('tells inserts, updates and deletes of a table', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      const id = Math.floor(Math.random() * 1e9);
      await backend.sql`insert into public.things values (${id}, 'a', ${topic})`;
      await backend.sql`update public.things set label = 'b' where id = ${id}`;
      await backend.sql`delete from public.things where id = ${id}`;
      await until(() => received.length === 3);
      const [a, b] = ['a', 'b'].map((label) => ({ id, label, topic }));
      const common = { schema: 'public', table: 'things' };
      assert.deepEqual(
        received.map(({ event, payload: { id: messageId, ...payload } }) => ({
          event,
          payload,
          hasId: typeof messageId,
        })),
        [
          {
            event: 'INSERT',
            payload: { ...common, operation: 'INSERT', record: a, old_record: null },
            hasId: 'string',
          },
          {
            event: 'UPDATE',
            payload: { ...common, operation: 'UPDATE', record: b, old_record: a },
            hasId: 'string',
          },
          {
            event: 'DELETE',
            payload: { ...common, operation: 'DELETE', record: null, old_record: b },
            hasId: 'string',
          },
        ],
      );
    });

    it('delivers rows that anybody inserts', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await backend.sql`insert into realtime.messages (topic, extension, event, payload, private) values (${topic}, 'postgres_changes', 'e', '[1]', true)`;
      await until(() => received.length === 1);
      assert.deepEqual(received[0]?.payload, [1]);
    });

    it('delivers nothing that was rolled back, and in the order of commits', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      const send = (sql: postgres.ISql, event: string) => sql`select realtime.send('{}', ${event}, ${topic})`;
      await backend.sql.begin(async (first) => {
        await send(first, 'begun first');
        await send(backend.sql, 'committed first');
      });
      await assert.rejects(
        backend.sql.begin(async (sql) => {
          await send(sql, 'rolled back');
          throw new Error('no');
        }),
        { message: 'no' },
      );
      await send(backend.sql, 'last');
      await until(() => received.length === 3);
      assert.deepEqual(
        received.map(({ event }) => event),
        ['committed first', 'begun first', 'last'],
      );
    });

    it('delivers a row that is deleted at once', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await backend.sql`select realtime.send('{}', 'e', ${topic})`;
      await backend.sql`delete from realtime.messages where topic = ${topic}`;
      await until(() => received.length === 1);
    });

    it('drops rows without event or payload', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await backend.sql`insert into realtime.messages (topic, extension, event, payload, private)
        values (${topic}, 'broadcast', null, '{}', true), (${topic}, 'broadcast', 'e', null, true)`;
      await backend.sql`select realtime.send(null, 'null', ${topic}), realtime.send('{}', 'last', ${topic})`;
      await until(() => received.length > 0);
      assert.deepEqual(
        received.map(({ event }) => event),
        ['last'],
      );
    });

    it('loses nothing of a thousand messages from four sides', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await Promise.all(
        [0, 1, 2, 3].map(async (side) => {
          for (let part = 0; part < 5; part += 1) {
            await backend.sql`select realtime.send(jsonb_build_object('side', ${side}::int, 'n', n), 'e', ${topic})
              from generate_series(${part * 50}::int, ${part * 50 + 49}::int) n`;
          }
        }),
      );
      await until(() => received.length === 1_000);
      for (const side of [0, 1, 2, 3]) {
        const numbers = received
          .filter(({ payload }) => payload['side'] === side)
          .map(({ payload }) => payload['n']);
        assert.deepEqual(numbers, [...numbers.keys()]);
      }
    });

    it('carries a megabyte', async () => {
      const topic = freshTopic();
      const received = await listen(version, topic);
      await backend.sql`select realtime.send(jsonb_build_object('text', repeat('é', 500000)), 'big', ${topic})`;
      await until(() => received.length === 1);
      assert.equal(String(received[0]?.payload['text']).length, 500_000);
    });

    it('announces when it listens, if asked', async () => {
      const messages: unknown[] = [];
      const client = backend.client({ version, key: SECRET_KEY });
      const topic = freshTopic();
      const channel = client.channel(topic, {
        config: { private: true, broadcast: { replication_ready: true } },
      });
      channel.on('system', {}, (payload) => messages.push(payload));
      await subscribed(channel);
      await until(() => messages.length === 1);
      assert.deepEqual(messages, [
        { extension: 'system', status: 'ok', message: 'Replication connection established', channel: topic },
      ]);
    });
  });
}

it('delivers bytes to 2.0.0 and spares 1.0.0', async () => {
  const topic = freshTopic();
  const [modern, old] = [await listen('2.0.0', topic), await listen('1.0.0', topic)];
  await backend.sql`select realtime.send_binary('\\x00ff10', 'bytes', ${topic}), realtime.send('{}', 'text', ${topic})`;
  await until(() => modern.length === 2 && old.length === 1);
  assert.deepEqual(
    new Uint8Array(modern[0]?.payload as unknown as ArrayBuffer),
    new Uint8Array([0, 255, 16]),
  );
  assert.match(modern[0]?.meta?.id ?? '', /^[0-9a-f-]{36}$/);
});

it('is quick', async () => {
  const topic = freshTopic();
  const received = await listen('2.0.0', topic);
  const times: number[] = [];
  for (let n = 1; n <= 30; n += 1) {
    const started = performance.now();
    await backend.sql`select realtime.send('{}', 'e', ${topic})`;
    await until(() => received.length === n);
    times.push(performance.now() - started);
  }
  const median = times.sort((a, b) => a - b)[15] ?? Infinity;
  assert.ok(median < 50, `median ${median} ms`);
});

describe('the functions', () => {
  it('send under the policies of their caller', async () => {
    const [room, cellar] = [freshTopic('room'), freshTopic('cellar')];
    const [allowed, refused] = [await listen('2.0.0', room), await listen('2.0.0', cellar)];
    await as(
      'authenticated',
      (sql) => sql`select realtime.send('{}', 'e', ${cellar}), realtime.send_binary('\\x00', 'e', ${cellar})`,
    );
    await as('authenticated', (sql) => sql`select realtime.send('{}', 'e', ${room})`);
    await until(() => allowed.length === 1);
    assert.equal(refused.length, 0);
  });

  it('warn about a failure and keep the transaction', async () => {
    const notices: postgres.Notice[] = [];
    const sql = postgres(backend.database.url('postgres'), {
      max: 1,
      onnotice: (notice) => notices.push(notice),
    });
    try {
      const [row] = await sql.begin(async (transaction) => {
        await transaction`set local role anon`;
        await transaction`select realtime.send('{}', 'e', 'cellar:1')`;
        return transaction`select 1 as alive`;
      });
      assert.equal(row?.['alive'], 1);
      assert.equal(notices.length, 1);
      assert.equal(notices[0]?.['severity'], 'WARNING');
      assert.match(String(notices[0]?.['message']), /^WarnSendingBroadcastMessage: .*row-level security/);
    } finally {
      await sql.end();
    }
  });

  it('set the topic that policies see for the rest of the transaction', async () => {
    const [row] = await backend.sql.begin(async (sql) => {
      await sql`select realtime.send('{}', 'e', 'room:seen')`;
      return sql`select realtime.topic() as topic`;
    });
    assert.equal(row?.['topic'], 'room:seen');
    const [outside] = await backend.sql`select realtime.topic() as topic`;
    assert.equal(outside?.['topic'], null);
  });

  it('refuse statement level triggers and unknown operations', async () => {
    const call = (operation: string, level: string) =>
      backend.sql`select realtime.broadcast_changes('t', 'e', ${operation}, 'x', 'public', null::public.things, null::public.things, ${level})`;
    await assert.rejects(call('INSERT', 'STATEMENT'), { message: /^Failed to process the row: / });
    await assert.rejects(call('TRUNCATE', 'ROW'), { message: /^Failed to process the row: / });
  });
});
