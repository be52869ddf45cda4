/** Limits that are set are kept and told as the hosted service tells them; without limits nothing is refused. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RealtimeLimits } from '../../src/realtime/index.ts';
import {
  PUBLISHABLE_KEY,
  SECRET_KEY,
  VERSIONS,
  freshTopic,
  signToken,
  startBackend,
  subscribed,
} from './harness.ts';
import type { Backend, Version } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import type { RawFrame } from './raw-socket.ts';
import { until } from './harness.ts';

/** One database, one server per set of limits. */
let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

async function limited(
  limits: RealtimeLimits,
  test: (limitedBackend: Backend) => Promise<void>,
): Promise<void> {
  const own = await startBackend({ limits, databaseUrl: backend.database.url() });
  try {
    await test(own);
  } finally {
    await own.stop();
  }
}

const reasonOf = ({ payload }: RawFrame): unknown => (payload['response'] as { reason: unknown }).reason;
const broadcast = (n: number, payload: object = {}): object => ({
  type: 'broadcast',
  event: `e${n}`,
  payload,
});

async function farewellOf(socket: RawSocket): Promise<unknown> {
  const { payload } = await socket.next(({ event }) => event === 'system');
  await socket.next(({ event }) => event === 'phx_close');
  return payload['message'];
}

for (const version of VERSIONS) {
  const open = (to: Backend): Promise<RawSocket> => RawSocket.open(to.url, { version });

  describe(`protocol ${version}`, () => {
    it('refuses a socket too many', () =>
      limited({ connections: 1 }, async (own) => {
        const first = await open(own);
        await assert.rejects(open(own), { message: '429 {"error":"Too many connected users"}' });
        first.close();
        await until(() => own.realtime.connections() === 0);
        (await open(own)).close();
      }));

    it('refuses a channel too many, and frees a place with a leave', () =>
      limited({ channelsPerConnection: 2 }, async (own) => {
        const socket = await open(own);
        const topics = [1, 2, 3].map((n) => `realtime:${n}`) as [string, string, string];
        const joinRef = await socket.join(topics[0]);
        await socket.join(topics[1]);
        assert.equal(
          reasonOf(await socket.request(topics[2], 'phx_join')),
          'ChannelRateLimitReached: Too many channels',
        );
        await socket.request(topics[0], 'phx_leave', {}, joinRef);
        await socket.join(topics[2]);
        await socket.join(topics[2]);
        socket.close();
      }));

    it('refuses joins that come too fast, and closes the socket', () =>
      limited({ joinsPerSecond: 0.05 }, async (own) => {
        const socket = await open(own);
        for (const n of [1, 2, 3, 4]) await socket.join(`realtime:${n}`);
        assert.equal(
          reasonOf(await socket.request('realtime:5', 'phx_join')),
          'ClientJoinRateLimitReached: Too many joins per second',
        );
        assert.equal(await socket.closed, 1012);
        await assert.rejects(open(own), { message: '429 {"error":"Too many joins per second"}' });
      }));

    it('lets only private channels in where it is told to', () =>
      limited({ privateOnly: true }, async (own) => {
        const socket = await open(own);
        assert.equal(
          reasonOf(await socket.request('realtime:a', 'phx_join')),
          'PrivateOnly: This project only allows private channels',
        );
        await socket.join('realtime:b', {
          config: { private: true },
          access_token: await signToken({ role: 'service_role' }),
        });
        socket.close();
      }));

    it('closes a channel that hears too much', () =>
      limited({ eventsPerSecond: 0.1 }, async (own) => {
        const [sender, receiver] = [await open(own), await open(own)];
        const joinRef = await sender.join('realtime:a');
        await receiver.join('realtime:a');
        for (let n = 0; n < 8; n += 1) sender.send('realtime:a', 'broadcast', broadcast(n), joinRef);
        assert.equal(await farewellOf(receiver), 'Too many messages per second');
        assert.equal(receiver.frames.filter(({ event }) => event === 'broadcast').length, 4);
        sender.close();
        receiver.close();
      }));

    it('drops a broadcast that is too large, and says so when asked', () =>
      limited({ payloadBytes: 300 }, async (own) => {
        const received: unknown[] = [];
        const channel = own
          .client({ version })
          .channel('a', { config: { broadcast: { ack: true, self: true } } });
        channel.on('broadcast', { event: '*' }, ({ event }) => received.push(event));
        await subscribed(channel);
        assert.equal(
          await channel.send({ type: 'broadcast', event: 'large', payload: { text: 'x'.repeat(300) } }),
          'error',
        );
        assert.equal(await channel.send({ type: 'broadcast', event: 'small', payload: {} }), 'ok');
        await until(() => received.length > 0);
        assert.deepEqual(received, ['small']);
        const socket = await open(own);
        const joinRef = await socket.join('realtime:b', { config: { broadcast: { ack: true } } });
        const { payload } = await socket.request(
          'realtime:b',
          'broadcast',
          broadcast(1, { text: 'x'.repeat(300) }),
          joinRef,
        );
        assert.deepEqual(payload, { status: 'error', response: { error: 'payload_size_exceeded' } });
        socket.close();
      }));

    it('closes a channel that tracks too large a payload', () =>
      limited({ payloadBytes: 300 }, async (own) => {
        const socket = await open(own);
        const joinRef = await socket.join('realtime:a');
        socket.send(
          'realtime:a',
          'presence',
          { type: 'presence', event: 'track', payload: { text: 'x'.repeat(300) } },
          joinRef,
        );
        assert.equal(await farewellOf(socket), 'Track message size exceeded');
        socket.close();
      }));

    it('closes a channel whose presence changes too often', () =>
      limited({ presenceCallsPerChannel: { calls: 3, windowMs: 60_000 } }, async (own) => {
        const socket = await open(own);
        const joinRef = await socket.join('realtime:a');
        const track = (n: number): string =>
          socket.send(
            'realtime:a',
            'presence',
            { type: 'presence', event: 'track', payload: { n } },
            joinRef,
          );
        for (const n of [1, 2, 3]) assert.equal((await socket.reply(track(n))).payload['status'], 'ok');
        track(4);
        assert.equal(await farewellOf(socket), 'Client presence rate limit exceeded');
        socket.close();
      }));

    it('closes a channel when there is too much presence altogether', () =>
      limited({ presenceEventsPerSecond: 0.05 }, async (own) => {
        const socket = await open(own);
        const joinRef = await socket.join('realtime:a');
        for (let n = 0; n < 6; n += 1)
          socket.send(
            'realtime:a',
            'presence',
            { type: 'presence', event: 'track', payload: { n } },
            joinRef,
          );
        assert.equal(await farewellOf(socket), 'Too many presence messages per second');
        socket.close();
      }));
  });
}

it('drops what the database sends beyond the limits', () =>
  limited({ eventsPerSecond: 1, payloadBytes: 200 }, async (own) => {
    const topic = freshTopic();
    const received: string[] = [];
    const channel = own
      .client({ key: SECRET_KEY, version: '2.0.0' satisfies Version })
      .channel(topic, { config: { private: true } });
    channel.on('broadcast', { event: '*' }, ({ event }) => received.push(event));
    await subscribed(channel);
    const text = 'x'.repeat(300);
    await backend.sql`select realtime.send(${backend.sql.json({ text })}, 'large', ${topic}), realtime.send('{}', 'small', ${topic})`;
    await until(() => received.length > 0);
    assert.deepEqual(received, ['small']);
  }));

it('answers 429 over HTTP when there is too much', () =>
  limited({ eventsPerSecond: 0.05 }, async (own) => {
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${own.url}/realtime/v1/api/broadcast${path}`, {
        method: 'POST',
        headers: { apikey: PUBLISHABLE_KEY, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const messages = [1, 2, 3].map((n) => ({ topic: 't', event: 'e', payload: { n } }));
    const batch = await post('', { messages });
    assert.equal(batch.status, 429);
    assert.deepEqual(await batch.json(), {
      message: 'Too many messages to broadcast, please reduce the batch size',
    });
    for (let n = 0; n < 4; n += 1) assert.equal((await post('/t/events/e', {})).status, 202);
    const single = await post('/t/events/e', {});
    assert.equal(single.status, 429);
    assert.deepEqual(await single.json(), { message: 'You have exceeded your rate limit' });
  }));

it('has no limits unless they are set', async () => {
  const socket = await RawSocket.open(backend.url);
  const refs = [...Array(300).keys()].map((n) =>
    socket.send(`realtime:many:${n}`, 'phx_join', { config: {} }),
  );
  await until(() =>
    refs.every((ref) => socket.frames.some((frame) => frame.ref === ref && frame.payload['status'] === 'ok')),
  );
  const joinRef = refs[0] ?? '';
  for (let n = 0; n < 300; n += 1) {
    socket.send('realtime:many:0', 'broadcast', broadcast(n), joinRef);
    socket.send('realtime:many:0', 'presence', { type: 'presence', event: 'track', payload: { n } }, joinRef);
  }
  await socket.settled();
  assert.equal(
    socket.frames.some(({ event }) => event === 'phx_close'),
    false,
  );
  socket.close();
});
