/** How a subscription to row changes comes about, waits, and is made again. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DRAIN_TABLE, listenTo } from './changes-harness.ts';
import { VERSIONS, freshTopic, startBackend, subscribed } from './harness.ts';
import type { Backend } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    ${DRAIN_TABLE}
    create table public.published (id int primary key);
    create table public.unpublished (id int primary key);
    alter publication supabase_realtime add table public.published;
  `);
});
after(() => backend.stop());

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    it('accepts any mixture of bindings, and clients find no mismatch', async () => {
      const channel = backend.client({ version }).channel(freshTopic());
      const bindings = [
        { event: 'INSERT', schema: 'public', table: 'published', filter: 'id=eq.1' },
        { event: 'INSERT', schema: 'public', table: 'published', filter: '' },
        { event: '*', schema: 'public' },
        { event: '*', schema: '*' },
        { event: 'DELETE', schema: 'public', table: 'published', select: ['id'] },
        { event: 'UPDATE', schema: 'public', table: 'published' },
      ];
      for (const binding of bindings) channel.on('postgres_changes', binding as never, () => undefined);
      await subscribed(channel);
    });

    it('echoes what it does not understand', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const requested = [
        { event: 'NEVER', schema: 5, extra: { a: [1] } },
        null,
        { event: '*', schema: 'public', table: 'published', filter: null },
      ];
      const { payload } = await socket.request(`realtime:${freshTopic()}`, 'phx_join', {
        config: { postgres_changes: requested },
      });
      const { postgres_changes: echoed } = payload['response'] as { postgres_changes: { id: number }[] };
      assert.deepEqual(
        echoed.map(({ id, ...rest }) => ({ rest, isId: id > 0 })),
        [requested[0], requested[2]].map((rest) => ({ rest, isId: true })),
      );
      socket.close();
    });

    it('waits for the subscription when asked to', async () => {
      const channel = backend
        .client({ version })
        .channel(freshTopic(), { config: { postgres_changes_options: { wait: true } } });
      const system: unknown[] = [];
      channel.on('postgres_changes', { event: '*', schema: 'public', table: 'published' }, () => undefined);
      channel.on('system', {}, ({ message }) => system.push(message));
      await subscribed(channel);
      await until(() => system.length === 1);
      assert.deepEqual(system, ['Subscribed to PostgreSQL']);
    });

    it('refuses to join when it waits for what can never be', async () => {
      const channel = backend
        .client({ version })
        .channel(freshTopic(), { config: { postgres_changes_options: { wait: true } } });
      channel.on('postgres_changes', { event: '*', schema: 'public', table: 'unpublished' }, () => undefined);
      await assert.rejects(subscribed(channel), {
        message: /^RealtimeDisabledForConfiguration: Unable to subscribe to changes with given parameters\./,
      });
    });

    it('tells again that it listens when the publication changes, and what is missing now', async () => {
      const { system, changes } = await listenTo(backend, [{ schema: 'public', table: 'published' }], {
        version,
      });
      const broad = await listenTo(backend, [{ schema: 'public' }], { version });
      // Counted from here: what was set up before the join may be heard of only now, and be told once more.
      let told = system.length;
      const toldBroad = broad.system.length;
      await backend.sql`alter publication supabase_realtime add table public.unpublished`;
      await until(() => system.length > told && broad.system.length > toldBroad);
      assert.equal(system.at(-1)?.message, 'Subscribed to PostgreSQL');
      const id = version === '2.0.0' ? 1 : 2;
      await backend.sql`insert into public.unpublished values (${id})`;
      await backend.sql`insert into public.published values (${id})`;
      await until(() => changes[0]?.length === 1 && broad.changes[0]?.length === 2);
      await backend.sql`alter publication supabase_realtime drop table public.unpublished`;
      told = system.length;
      await backend.sql`alter publication supabase_realtime drop table public.published`;
      await until(() => system.length > told && /^Unable to subscribe/.test(system.at(-1)?.message ?? ''));
      assert.match(system.at(-1)?.message ?? '', /^Unable to subscribe to changes/);
      await backend.sql`alter publication supabase_realtime add table public.published`;
    });
  });
}

it('says so when a wait is over, and subscribes by itself when row changes are back', async () => {
  await backend.realtime.control.stopReplication();
  const waiting = backend
    .client()
    .channel(freshTopic(), { config: { postgres_changes_options: { wait: true, timeout: 150 } } });
  waiting.on('postgres_changes', { event: '*', schema: 'public', table: 'published' }, () => undefined);
  await assert.rejects(subscribed(waiting), {
    message:
      'PostgresChangesSubscribeTimeout: Timed out after 150ms waiting for the postgres_changes subscription',
  });
  const changes: unknown[] = [];
  const system: unknown[] = [];
  const patient = backend.client().channel(freshTopic());
  patient.on('postgres_changes', { event: '*', schema: 'public', table: 'published' }, (change) =>
    changes.push(change),
  );
  patient.on('system', {}, ({ message }) => system.push(message));
  await subscribed(patient);
  await backend.realtime.control.resumeReplication();
  await until(() => system.includes('Subscribed to PostgreSQL'));
  await backend.sql`insert into public.published values (77)`;
  await until(() => changes.length === 1);
});

it('works for a role that exists only in the database, and refuses one that does not exist', async () => {
  await backend.sql`create role clerk nologin`;
  await backend.sql`grant usage on schema public to clerk`;
  await backend.sql`grant select on public.published to clerk`;
  const { system } = await listenTo(backend, [{ schema: 'public', table: 'published' }], {
    token: await backend.token({ role: 'clerk' }),
  });
  assert.equal(system[0]?.message, 'Subscribed to PostgreSQL');
  const nobody = await listenTo(backend, [{ schema: 'public', table: 'published' }], {
    token: await backend.token({ role: 'nobody_at_all' }),
  });
  assert.match(
    nobody.system[0]?.message ?? '',
    /Exception: ERROR 42704 \(undefined_object\) role "nobody_at_all" does not exist$/,
  );
});
