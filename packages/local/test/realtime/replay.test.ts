/** The past of a private topic: what is replayed, in which order, and never twice. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { VERSIONS, freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create policy "signed in hear rooms" on realtime.messages for select to authenticated
      using (realtime.topic() like 'room:%' or (realtime.topic() like 'crowd:%' and extension = 'presence'));
  `);
});
after(() => backend.stop());

interface Message {
  readonly event: string;
  readonly payload: { readonly n?: number };
  readonly meta?: { readonly id: string; readonly replayed?: boolean };
}

/** Minutes ago, so that order and limits are plain. */
async function store(
  topic: string,
  event: string,
  n: number,
  minutesAgo: number,
  columns: Record<string, unknown> = {},
): Promise<void> {
  const insertedAt = new Date(Date.now() - minutesAgo * 60_000).toISOString().slice(0, -1);
  await backend.sql`insert into realtime.messages ${backend.sql({
    topic,
    event,
    extension: 'broadcast',
    payload: backend.sql.json({ n }) as unknown as string,
    private: true,
    inserted_at: insertedAt,
    ...columns,
  })}`;
}

const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    async function listen(
      topic: string,
      replay: { since: number; limit?: number },
    ): Promise<{ channel: RealtimeChannel; received: Message[] }> {
      const received: Message[] = [];
      const channel = backend
        .client({ version, token: await signToken() })
        .channel(topic, { config: { private: true, broadcast: { replay } } });
      channel.on('broadcast', { event: '*' }, (message) => received.push(message as unknown as Message));
      await subscribed(channel);
      return { channel, received };
    }

    async function refusal(payload: object): Promise<string> {
      const socket = await RawSocket.open(backend.url, { version });
      const answer = await socket.request(`realtime:${freshTopic('room')}`, 'phx_join', {
        access_token: await signToken(),
        ...payload,
      });
      socket.close();
      return (answer.payload['response'] as { reason: string }).reason;
    }

    const numbers = (received: readonly Message[]): unknown[] => received.map(({ payload }) => payload.n);

    /** Waits for so many messages of the past; one written just before may come live as well, on a slow machine. */
    async function replayed(received: readonly Message[], count: number): Promise<Message[]> {
      const past = (): Message[] => received.filter(({ meta }) => meta?.replayed === true);
      await until(() => past().length >= count, `${count} replayed messages`);
      return past();
    }

    it('tells messages since a moment, oldest first, marked as replayed', async () => {
      const topic = freshTopic('room');
      for (const [n, age] of [
        [1, 30],
        [2, 20],
        [3, 10],
      ] as const)
        await store(topic, `e${n}`, n, age);
      const { received } = await listen(topic, { since: minutesAgo(25) });
      const past = await replayed(received, 2);
      assert.deepEqual(numbers(past), [2, 3]);
      assert.equal(past[0]?.event, 'e2');
      assert.match(past[0].meta?.id ?? '', /^[0-9a-f-]{36}$/);
    });

    it('tells the newest when there are more than the limit', async () => {
      const topic = freshTopic('room');
      for (let n = 1; n <= 5; n += 1) await store(topic, 'e', n, 30 - n);
      const { received } = await listen(topic, { since: minutesAgo(60), limit: 2 });
      assert.deepEqual(numbers(await replayed(received, 2)), [4, 5]);
    });

    it('never tells more than 25, nor fewer than one', async () => {
      const topic = freshTopic('room');
      for (let n = 1; n <= 27; n += 1) await store(topic, 'e', n, 40 - n);
      for (const [limit, count, oldest] of [
        [1_000, 25, 3],
        [undefined, 25, 3],
        [-3, 1, 27],
      ] as const) {
        const { received } = await listen(topic, { since: minutesAgo(60), ...(limit && { limit }) });
        const past = await replayed(received, count);
        assert.deepEqual([past.length, numbers(past)[0]], [count, oldest]);
      }
    });

    it('leaves out what is public, of another topic, no broadcast, or without payload', async () => {
      const topic = freshTopic('room');
      await store(topic, 'e', 1, 5, { private: false });
      await store(`${topic}x`, 'e', 2, 5);
      await store(topic, 'e', 3, 5, { extension: 'presence' });
      await store(topic, 'e', 4, 5, { payload: null });
      await store(topic, 'e', 5, 5, { expires_at: new Date(Date.now() - 1_000).toISOString().slice(0, -1) });
      await store(topic, 'e', 6, 1);
      const { received } = await listen(topic, { since: minutesAgo(60) });
      assert.deepEqual(numbers(await replayed(received, 1)), [6]);
    });

    it('goes on with live messages, and tells none twice', async () => {
      const topic = freshTopic('room');
      await backend.sql`select realtime.send('{"n": 1}', 'e', ${topic})`;
      const { received } = await listen(topic, { since: minutesAgo(1) });
      await backend.sql`select realtime.send('{"n": 2}', 'e', ${topic})`;
      await until(() => received.length >= 2);
      assert.deepEqual(numbers(received), [1, 2]);
      assert.deepEqual(
        received.map(({ meta }) => meta?.replayed),
        [true, undefined],
      );
    });

    it('tells everything once while messages are being written', async () => {
      const topic = freshTopic('room');
      const writing = (async () => {
        for (let n = 0; n < 20; n += 1)
          await backend.sql`select realtime.send(${backend.sql.json({ n })}, 'e', ${topic})`;
      })();
      const { received } = await listen(topic, { since: minutesAgo(1) });
      await writing;
      await until(() => received.length >= 20);
      assert.deepEqual(numbers(received), [...Array(20).keys()]);
    });

    it('is not for public channels', async () => {
      assert.equal(
        await refusal({ config: { broadcast: { replay: { since: 0 } } } }),
        'UnableToReplayMessages: Replay is not allowed for public channels',
      );
    });

    for (const replay of [
      { since: 'yesterday' },
      { since: 1.5 },
      { since: 0, limit: 'all' },
      { since: 1e18 },
    ]) {
      it(`refuses ${JSON.stringify(replay)}`, async () => {
        assert.equal(
          await refusal({ config: { private: true, broadcast: { replay } } }),
          'UnableToReplayMessages: Replay params are not valid',
        );
      });
    }

    it('needs the right to read broadcasts', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = freshTopic('crowd');
      const config = { private: true, presence: { enabled: true }, broadcast: { replay: { since: 0 } } };
      const answer = await socket.request(`realtime:${topic}`, 'phx_join', {
        access_token: await signToken(),
        config,
      });
      assert.deepEqual(answer.payload['response'], {
        reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
      });
      socket.close();
    });
  });
}

it('replays bytes to 2.0.0 and spares 1.0.0', async () => {
  const topic = freshTopic('room');
  await store(topic, 'bytes', 0, 5, { payload: null, binary_payload: Buffer.from([1, 0, 255]) });
  await store(topic, 'text', 1, 1);
  for (const version of VERSIONS) {
    const received: Message[] = [];
    const channel = backend
      .client({ version, token: await signToken() })
      .channel(topic, { config: { private: true, broadcast: { replay: { since: 0 } } } });
    channel.on('broadcast', { event: '*' }, (message) => received.push(message as unknown as Message));
    await subscribed(channel);
    await until(() => received.some(({ event }) => event === 'text'));
    assert.deepEqual(
      received.map(({ event }) => event),
      version === '2.0.0' ? ['bytes', 'text'] : ['text'],
    );
    if (version === '1.0.0') continue;
    assert.deepEqual(new Uint8Array(received[0]?.payload as ArrayBuffer), new Uint8Array([1, 0, 255]));
    assert.equal(received[0]?.meta?.replayed, true);
  }
});
