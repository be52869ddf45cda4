/** Who may join, hear and send on private channels is decided by the policies on realtime.messages. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SECRET_KEY, VERSIONS, freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel, RealtimeChannelOptions, Version } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

const ALICE = '00000000-0000-4000-8000-00000000a11c';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create table public.probes (topic text, extension text);
    grant insert on public.probes to authenticated;
    create function public.fail() returns boolean language plpgsql as $$ begin raise exception 'on purpose'; end $$;
    create policy "signed in hear rooms and stages" on realtime.messages for select to authenticated
      using (realtime.topic() like 'room:%' or realtime.topic() like 'stage:%');
    create policy "signed in speak in rooms" on realtime.messages for insert to authenticated
      with check (realtime.topic() like 'room:%' and extension = 'broadcast');
    create policy "visitors hear the lobby" on realtime.messages for select to anon using (realtime.topic() like 'lobby:%');
    create policy "owners enter their home" on realtime.messages for select to authenticated
      using (realtime.topic() = 'home:' || (current_setting('request.jwt.claims')::json->>'sub')
        and current_setting('request.jwt.claim.sub') = auth.uid()::text and auth.role() = 'authenticated');
    create policy "presence only" on realtime.messages for select to authenticated
      using (realtime.topic() like 'crowd:%' and extension = 'presence');
    create policy "a header opens" on realtime.messages for select to authenticated
      using (realtime.topic() like 'header:%' and current_setting('request.headers')::json->>'x-tenant' = 'a');
    create policy "raises" on realtime.messages for select to authenticated
      using (case when realtime.topic() like 'broken:%' then public.fail() else false end);
    create policy "members of the token enter" on realtime.messages for select to authenticated
      using (realtime.topic() like 'team:%' and (auth.jwt()->'app_metadata'->'teams') ? split_part(realtime.topic(), ':', 2));
  `);
});
after(() => backend.stop());

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    async function member(
      topic: string,
      config: RealtimeChannelOptions['config'] = {},
      claims: Record<string, unknown> = {},
    ): Promise<RealtimeChannel> {
      const client = backend.client({ version, token: await signToken(claims) });
      return client.channel(topic, { config: { private: true, ...config } });
    }

    async function listen(topic: string, v: Version = version): Promise<unknown[]> {
      const received: unknown[] = [];
      const channel = backend
        .client({ version: v, token: await signToken() })
        .channel(topic, { config: { private: true } });
      channel.on('broadcast', { event: '*' }, ({ payload }) => received.push(payload));
      await subscribed(channel);
      return received;
    }

    const refused = (topic: string): { message: string } => ({
      message: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
    });

    it('lets in who may read and delivers what they may write', async () => {
      const topic = freshTopic('room');
      const received = await listen(topic);
      const speaker = await subscribed(await member(topic, { broadcast: { ack: true } }));
      assert.equal(await speaker.send({ type: 'broadcast', event: 'x', payload: { n: 1 } }), 'ok');
      await until(() => received.length === 1);
      assert.deepEqual(received, [{ n: 1 }]);
    });

    it('keeps the order from the first message on, which waits for the right to be known', async () => {
      const topic = freshTopic('room');
      const received = await listen(topic);
      const speaker = await subscribed(await member(topic));
      for (let n = 0; n < 20; n += 1) void speaker.send({ type: 'broadcast', event: 'x', payload: { n } });
      await until(() => received.length === 20);
      assert.deepEqual(
        received,
        [...received.keys()].map((n) => ({ n })),
      );
    });

    it('refuses who may not read', async () => {
      const topic = freshTopic('cellar');
      await assert.rejects(async () => subscribed(await member(topic)), refused(topic));
    });

    it('drops what may not be written, without closing the channel', async () => {
      const topic = freshTopic('stage');
      const received = await listen(topic);
      const speaker = await subscribed(await member(topic, { broadcast: { ack: true } }));
      assert.equal(await speaker.send({ type: 'broadcast', event: 'x', payload: { n: 1 } }), 'error');
      await backend.sql`select realtime.send('{"n":2}', 'x', ${topic})`;
      await until(() => received.length === 1);
      assert.equal((received[0] as { n: number }).n, 2);
    });

    it('shuts out a visitor without a token, and lets one in where policies say so', async () => {
      const visitor = backend.client({ version });
      const room = freshTopic('room');
      await assert.rejects(subscribed(visitor.channel(room, { config: { private: true } })), refused(room));
      await subscribed(visitor.channel(freshTopic('lobby'), { config: { private: true } }));
    });

    it('lets the secret key do everything', async () => {
      const topic = freshTopic('cellar');
      const service = backend.client({ version, key: SECRET_KEY });
      const channel = await subscribed(
        service.channel(topic, { config: { private: true, broadcast: { ack: true, self: true } } }),
      );
      assert.equal(await channel.send({ type: 'broadcast', event: 'x', payload: {} }), 'ok');
    });

    it('knows whose home it is', async () => {
      await subscribed(await member(`home:${ALICE}`, {}, { sub: ALICE }));
      await assert.rejects(async () => subscribed(await member(`home:${ALICE}`)), refused(`home:${ALICE}`));
    });

    it('shows every claim of the token to policies', async () => {
      await subscribed(await member('team:red', {}, { app_metadata: { teams: ['red'] } }));
      await assert.rejects(
        async () => subscribed(await member('team:red', {}, { app_metadata: { teams: ['blue'] } })),
        refused('team:red'),
      );
    });

    it('shows the x- headers of the upgrade to policies', async () => {
      const topic = freshTopic('header');
      const payload = { config: { private: true }, access_token: await signToken() };
      const allowed = await RawSocket.open(backend.url, { version, headers: { 'x-tenant': 'a' } });
      await allowed.join(`realtime:${topic}`, payload);
      const other = await RawSocket.open(backend.url, { version, headers: { 'x-tenant': 'b' } });
      await assert.rejects(other.join(`realtime:${topic}`, payload));
      allowed.close();
      other.close();
    });

    it('refuses when a policy raises', async () => {
      const topic = freshTopic('broken');
      await assert.rejects(async () => subscribed(await member(topic)), refused(topic));
    });

    it('refuses a role the database does not know', async () => {
      const topic = freshTopic('room');
      await assert.rejects(
        async () => subscribed(await member(topic, {}, { role: 'nobody_at_all' })),
        refused(topic),
      );
    });

    it('lets in for presence alone, and then delivers no broadcasts', async () => {
      const topic = freshTopic('crowd');
      const received: unknown[] = [];
      const channel = await member(topic, { presence: { enabled: true } });
      channel.on('broadcast', { event: '*' }, (message) => received.push(message));
      let synced = 0;
      channel.on('presence', { event: 'sync' }, () => (synced += 1));
      await subscribed(channel);
      await until(() => synced > 0);
      const service = backend
        .client({ version, key: SECRET_KEY })
        .channel(topic, { config: { private: true, broadcast: { ack: true } } });
      await subscribed(service);
      await service.send({ type: 'broadcast', event: 'x', payload: {} });
      await service.track({ here: true });
      await until(() => synced > 1);
      assert.equal(received.length, 0);
      await assert.rejects(
        async () => subscribed(await member(topic, { presence: { key: 'a' } })),
        refused(topic),
      );
    });

    it('keeps a private topic and a public one of the same name apart', async () => {
      const topic = freshTopic('room');
      const closed = await listen(topic);
      const open: unknown[] = [];
      const client = backend.client({ version });
      const publicChannel = client.channel(topic, { config: { broadcast: { ack: true, self: true } } });
      publicChannel.on('broadcast', { event: '*' }, ({ payload }) => open.push(payload));
      await subscribed(publicChannel);
      const speaker = await subscribed(await member(topic, { broadcast: { ack: true } }));
      await publicChannel.send({ type: 'broadcast', event: 'x', payload: { from: 'public' } });
      await speaker.send({ type: 'broadcast', event: 'x', payload: { from: 'private' } });
      await until(() => open.length === 1 && closed.length === 1);
      assert.deepEqual([open, closed], [[{ from: 'public' }], [{ from: 'private' }]]);
    });

    it('leaves no row behind from asking', async () => {
      const topic = freshTopic('room');
      const speaker = await subscribed(
        await member(topic, { broadcast: { ack: true }, presence: { enabled: true } }),
      );
      await speaker.send({ type: 'broadcast', event: 'x', payload: {} });
      const rows = await backend.sql`select from realtime.messages where topic = ${topic}`;
      assert.equal(rows.length, 0);
    });

    it('does not ask again for every message', async () => {
      const topic = freshTopic('room');
      const received = await listen(topic);
      const speaker = await subscribed(await member(topic, { broadcast: { ack: true } }));
      await speaker.send({ type: 'broadcast', event: 'x', payload: {} });
      await backend.sql`alter policy "signed in speak in rooms" on realtime.messages with check (false)`;
      try {
        await speaker.send({ type: 'broadcast', event: 'x', payload: {} });
        await until(() => received.length === 2);
      } finally {
        await backend.sql.unsafe(`alter policy "signed in speak in rooms" on realtime.messages
          with check (realtime.topic() like 'room:%' and extension = 'broadcast')`);
      }
    });
  });
}

it('lets the role postgres write policies, and nobody undo the table', async () => {
  await backend.sql`create policy "temporary" on realtime.messages for select to anon using (false)`;
  await backend.sql`drop policy "temporary" on realtime.messages`;
  await assert.rejects(
    async () =>
      backend.sql.begin(async (sql) => {
        await sql`set local role authenticated`;
        await sql`delete from realtime.messages`;
      }),
    { code: '42501' },
  );
});
