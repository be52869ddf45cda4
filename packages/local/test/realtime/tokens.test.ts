/** Tokens that are renewed, run out or lose rights while a channel lives. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PUBLISHABLE_KEY, VERSIONS, freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import type { RawFrame } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create policy "members hear" on realtime.messages for select to authenticated
      using (coalesce(auth.jwt()->>'hears', 'both') in ('both', extension));
    create policy "speakers speak" on realtime.messages for insert to authenticated with check (auth.jwt()->>'speaks' = 'yes');
    create table public.mine (id int primary key, owner text);
    alter table public.mine enable row level security;
    create policy "own rows" on public.mine for select to authenticated using (owner = auth.jwt()->>'sub');
    grant select on public.mine to authenticated;
    alter publication supabase_realtime add table public.mine;
  `);
});
after(() => backend.stop());

const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    interface Member {
      readonly socket: RawSocket;
      readonly topic: string;
      readonly joinRef: string;
    }

    async function join(claims: Record<string, unknown> = {}, config: object = {}): Promise<Member> {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, {
        config: { private: true, broadcast: { ack: true }, ...config },
        access_token: await signToken(claims),
      });
      return { socket, topic, joinRef };
    }

    async function renew({ socket, topic, joinRef }: Member, token: unknown): Promise<void> {
      socket.send(topic, 'access_token', { access_token: token }, joinRef);
      await socket.settled();
    }

    /** The last messages of a channel: a system message with this text, then a final close. */
    async function closeMessage({ socket, topic, joinRef }: Member): Promise<string> {
      const close = await socket.next(({ event }) => event === 'phx_close');
      assert.equal(close.ref, joinRef);
      const [system, last] = socket.frames.filter((frame) => frame.topic === topic).slice(-2) as [
        RawFrame,
        RawFrame,
      ];
      assert.equal(last, close);
      assert.deepEqual(
        { ...system.payload, message: null },
        {
          extension: 'system',
          status: 'error',
          message: null,
          channel: topic.slice('realtime:'.length),
        },
      );
      socket.close();
      return String(system.payload['message']);
    }

    const speak = async ({ socket, topic, joinRef }: Member): Promise<unknown> =>
      (await socket.request(topic, 'broadcast', { type: 'broadcast', event: 'e', payload: {} }, joinRef))
        .payload['status'];

    it('closes the channel for good when the token runs out', async () => {
      const member = await join({ exp: secondsFromNow(2) });
      assert.match(await closeMessage(member), /^Token has expired [01] seconds ago$/);
    });

    it('lets a client see CLOSED, and subscribe anew with a fresh token', async () => {
      let token = await signToken({ exp: secondsFromNow(2) });
      const client = backend.client({ version, token: () => Promise.resolve(token) });
      const topic = freshTopic();
      const statuses: string[] = [];
      await client.realtime.setAuth();
      client.channel(topic, { config: { private: true } }).subscribe((status) => statuses.push(status));
      await until(() => statuses.includes('CLOSED'));
      assert.deepEqual(statuses, ['SUBSCRIBED', 'CLOSED']);
      token = await signToken();
      await subscribed(client.channel(topic, { config: { private: true } }));
    });

    it('lives on with a renewed token', async () => {
      const member = await join({ exp: secondsFromNow(2) });
      await renew(member, await signToken({ speaks: 'yes' }));
      const end = Date.now() + 1_500;
      await until(() => Date.now() > end);
      assert.equal(await speak(member), 'ok');
      member.socket.close();
    });

    it('asks for the right to write anew after a renewal', async () => {
      const member = await join({ speaks: 'no' });
      assert.equal(await speak(member), 'error');
      await renew(member, await signToken({ speaks: 'yes' }));
      assert.equal(await speak(member), 'ok');
      await renew(member, await signToken({ speaks: 'no' }));
      assert.equal(await speak(member), 'error');
      member.socket.close();
    });

    it('ignores what is no new token', async () => {
      const token = await signToken({ speaks: 'yes' });
      const member = await join({ speaks: 'yes' });
      for (const nothing of [null, undefined, '', 5, {}, PUBLISHABLE_KEY, 'sb_secret_x', token])
        await renew(member, nothing);
      assert.equal(await speak(member), 'ok');
      assert.equal(
        member.socket.frames.some(({ event }) => event === 'system' || event === 'phx_close'),
        false,
      );
      member.socket.close();
    });

    const endings: [string, () => Promise<string>, RegExp][] = [
      [
        'an expired token',
        () => signToken({ exp: secondsFromNow(-9) }),
        /^Token has expired (9|10) seconds ago$/,
      ],
      [
        'a token without role',
        () => signToken({ role: undefined }),
        /^Fields `role` and `exp` are required in JWT$/,
      ],
      ['nonsense', () => Promise.resolve('nonsense'), /^The token provided is not a valid JWT$/],
      [
        'a forged token',
        async () => `${(await signToken()).slice(0, -6)}AAAAAA`,
        /^Failed to validate JWT signature$/,
      ],
      [
        'a token that may not read',
        () => signToken({ hears: 'nothing' }),
        /^You do not have permissions to read from this Channel topic: /,
      ],
    ];
    for (const [name, token, text] of endings) {
      it(`closes the channel when it is given ${name}`, async () => {
        const member = await join();
        void renew(member, await token());
        assert.match(await closeMessage(member), text);
      });
    }

    it('closes the channel when one of two rights to read is lost', async () => {
      const member = await join({}, { presence: { enabled: true } });
      void renew(member, await signToken({ hears: 'presence' }));
      assert.match(
        await closeMessage(member),
        /^You no longer have permission to read from this Channel topic: /,
      );
    });

    it('begins to deliver when the right to read is gained', async () => {
      const member = await join({ hears: 'presence' }, { presence: { enabled: true } });
      const witness = await RawSocket.open(backend.url, { version });
      await witness.join(member.topic, { config: { private: true }, access_token: await signToken() });
      const topic = member.topic.slice('realtime:'.length);
      const isBroadcast = ({ event }: RawFrame): boolean => event === 'broadcast' || event === 'kind 4';
      await backend.sql`select realtime.send('{}', 'before', ${topic})`;
      await witness.next(isBroadcast);
      await renew(member, await signToken({ hears: 'both' }));
      await until(async () => {
        await backend.sql`select realtime.send('{}', 'after', ${topic})`;
        return member.socket.frames.some(isBroadcast);
      });
      assert.equal(member.socket.frames.find(isBroadcast)?.payload['event'], 'after');
      witness.close();
      member.socket.close();
    });

    it('never answers a token', async () => {
      const member = await join();
      const ref = member.socket.send(
        member.topic,
        'access_token',
        { access_token: await signToken() },
        member.joinRef,
      );
      await member.socket.settled();
      assert.equal(
        member.socket.frames.some((frame) => frame.ref === ref),
        false,
      );
      member.socket.close();
    });

    it('shows row changes with the claims of the new token', async () => {
      const received: unknown[] = [];
      let token = await signToken({ sub: 'ann' });
      const client = backend.client({ version, token: () => Promise.resolve(token) });
      const channel: RealtimeChannel = client.channel(freshTopic());
      channel.on('postgres_changes', { event: 'INSERT', schema: 'public', table: 'mine' }, ({ new: row }) =>
        received.push(row),
      );
      let ready = 0;
      channel.on(
        'system',
        {},
        ({ message }: { message: string }) => (ready += Number(message === 'Subscribed to PostgreSQL')),
      );
      await subscribed(channel);
      await until(() => ready === 1);
      const id = version === '2.0.0' ? 10 : 20;
      await backend.sql`insert into public.mine values (${id}, 'bob'), (${id + 1}, 'ann')`;
      await until(() => received.length === 1);
      token = await signToken({ sub: 'bob' });
      await client.realtime.setAuth();
      await until(() => ready === 2);
      await backend.sql`insert into public.mine values (${id + 2}, 'bob'), (${id + 3}, 'ann')`;
      await until(() => received.length === 2);
      assert.deepEqual(received, [
        { id: id + 1, owner: 'ann' },
        { id: id + 2, owner: 'bob' },
      ]);
    });
  });
}

it('applies tokens that follow fast only now and then, and the latest of them', async () => {
  const other = await startBackend({ timings: { tokenUpdateIntervalMs: 300 } });
  try {
    await other.sql.unsafe(`
      create policy "hear" on realtime.messages for select to authenticated using (true);
      create policy "speak" on realtime.messages for insert to authenticated with check (auth.jwt()->>'speaks' = 'yes');
    `);
    const socket = await RawSocket.open(other.url);
    const topic = `realtime:${freshTopic()}`;
    const joinRef = await socket.join(topic, {
      config: { private: true, broadcast: { ack: true } },
      access_token: await signToken(),
    });
    const speak = async (): Promise<unknown> =>
      (await socket.request(topic, 'broadcast', { type: 'broadcast', event: 'e', payload: {} }, joinRef))
        .payload['status'];
    const renew = async (speaks: string): Promise<string> =>
      socket.send(topic, 'access_token', { access_token: await signToken({ speaks }) }, joinRef);
    await renew('yes');
    assert.equal(await speak(), 'ok');
    await renew('maybe');
    await renew('no');
    assert.equal(await speak(), 'ok');
    const end = Date.now() + 350;
    await until(() => Date.now() > end);
    assert.equal(await speak(), 'error');
    socket.close();
  } finally {
    await other.stop();
  }
});
