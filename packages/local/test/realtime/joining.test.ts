/** The life of a channel: join, leave, join again, and the references that keep its incarnations apart. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { VERSIONS, breakSocket, freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend } from './harness.ts';
import { RawSocket } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend({ timings: { joinRefusalDelayMs: 60 } });
});
after(() => backend.stop());

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    const open = (): Promise<RawSocket> => RawSocket.open(backend.url, { version });

    it('answers a join with the list of row change bindings', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const reply = await socket.request(topic, 'phx_join', { config: {} });
      assert.equal(reply.topic, topic);
      assert.deepEqual(reply.payload, { status: 'ok', response: { postgres_changes: [] } });
      if (version === '2.0.0') assert.equal(reply.joinRef, reply.ref);
      socket.close();
    });

    it('reports SUBSCRIBED and, after leaving, CLOSED', async () => {
      const statuses: string[] = [];
      const channel = backend.client({ version }).channel(freshTopic());
      channel.subscribe((status) => statuses.push(status));
      await until(() => statuses.includes('SUBSCRIBED'));
      assert.equal(await channel.unsubscribe(), 'ok');
      assert.deepEqual(statuses, ['SUBSCRIBED', 'CLOSED']);
    });

    it('answers a leave and closes the channel', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic);
      const leave = socket.send(topic, 'phx_leave', {}, joinRef);
      assert.deepEqual((await socket.reply(leave)).payload, { status: 'ok', response: {} });
      const close = await socket.next(({ event }) => event === 'phx_close');
      assert.equal(close.ref, joinRef);
      if (version === '2.0.0') assert.equal(close.joinRef, joinRef);
      const { payload } = await socket.request(topic, 'broadcast', {}, joinRef);
      assert.deepEqual(payload['response'], { reason: 'unmatched topic' });
      socket.close();
    });

    it('answers a leave of a topic that was never joined', async () => {
      const socket = await open();
      const { payload } = await socket.request(`realtime:${freshTopic()}`, 'phx_leave');
      assert.deepEqual(payload, { status: 'ok', response: {} });
      socket.close();
    });

    it('ignores the leave of an earlier incarnation', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, { config: { broadcast: { ack: true } } });
      socket.send(topic, 'phx_leave', {}, 'other');
      const { payload } = await socket.request(
        topic,
        'broadcast',
        { type: 'broadcast', event: 'e', payload: {} },
        joinRef,
      );
      assert.equal(payload['status'], 'ok');
      socket.close();
    });

    it('replaces an incarnation and closes the old one with its own reference', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const first = await socket.join(topic);
      const second = await socket.join(topic, { config: { broadcast: { ack: true } } });
      const close = await socket.next(({ event }) => event === 'phx_close');
      assert.equal(close.ref, first);
      const { payload } = await socket.request(
        topic,
        'broadcast',
        { type: 'broadcast', event: 'e', payload: {} },
        second,
      );
      assert.equal(payload['status'], 'ok');
      socket.close();
    });

    it('accepts pushes with a stale join reference and answers with its own', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, { config: { broadcast: { ack: true } } });
      const reply = await socket.request(
        topic,
        'broadcast',
        { type: 'broadcast', event: 'e', payload: {} },
        'stale',
      );
      assert.equal(reply.payload['status'], 'ok');
      if (version === '2.0.0') assert.equal(reply.joinRef, joinRef);
      socket.close();
    });

    it('says nothing to events it does not know', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic);
      const ref = socket.send(topic, 'unheard_of', {}, joinRef);
      await socket.settled();
      assert.equal(
        socket.frames.some((frame) => frame.ref === ref),
        false,
      );
      socket.close();
    });

    it('needs a topic name', async () => {
      const socket = await open();
      const { payload } = await socket.request('realtime:', 'phx_join', { config: {} });
      assert.deepEqual(payload, {
        status: 'error',
        response: { reason: 'TopicNameRequired: You must provide a topic name' },
      });
      socket.close();
    });

    it('holds a refusal back to slow rejoin loops', async () => {
      const socket = await open();
      const before = performance.now();
      await socket.request('realtime:', 'phx_join', {});
      assert.ok(performance.now() - before >= 55);
      socket.close();
    });

    it('can be left while its refusal is held back', async () => {
      const socket = await open();
      const join = socket.send('realtime:', 'phx_join', {});
      assert.equal((await socket.request('realtime:', 'phx_leave', {}, join)).payload['status'], 'ok');
      assert.equal(
        socket.frames.some((frame) => frame.ref === join && frame.event === 'phx_reply'),
        false,
      );
      socket.close();
    });

    it('joins with any form of configuration', async () => {
      const socket = await open();
      for (const payload of [
        {},
        { config: null },
        { config: [] },
        { config: { broadcast: 1, presence: 'x', postgres_changes: {}, private: 7 } },
        null,
        5,
      ]) {
        assert.ok(await socket.join(`realtime:${freshTopic()}`, payload));
      }
      socket.close();
    });

    it('reads booleans written as strings', async () => {
      const socket = await open();
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic, { config: { broadcast: { ack: 'true', self: 'False' } } });
      const { payload } = await socket.request(
        topic,
        'broadcast',
        { type: 'broadcast', event: 'e', payload: {} },
        joinRef,
      );
      assert.equal(payload['status'], 'ok');
      assert.equal(
        socket.frames.some(({ event }) => event === 'broadcast' || event === 'kind 4'),
        false,
      );
      socket.close();
    });

    const badTokens: [string, () => Promise<string>, RegExp][] = [
      [
        'an expired token',
        () => signToken({ exp: Math.floor(Date.now() / 1000) - 7 }),
        /^InvalidJWTToken: Token has expired [78] seconds ago$/,
      ],
      [
        'a token without role',
        () => signToken({ role: undefined }),
        /^InvalidJWTToken: Fields `role` and `exp` are required in JWT$/,
      ],
      [
        'what is no token',
        () => Promise.resolve('abc'),
        /^MalformedJWT: The token provided is not a valid JWT$/,
      ],
      [
        'a forged token',
        async () => `${(await signToken()).slice(0, -6)}AAAAAA`,
        /^JwtSignatureError: Failed to validate JWT signature$/,
      ],
    ];
    for (const [name, token, reason] of badTokens) {
      it(`refuses a join with ${name}`, async () => {
        const socket = await open();
        const { payload } = await socket.request(`realtime:${freshTopic()}`, 'phx_join', {
          config: {},
          access_token: await token(),
        });
        assert.equal(payload['status'], 'error');
        assert.match((payload['response'] as { reason: string }).reason, reason);
        socket.close();
      });
    }

    it('prefers user_token, and takes an API key as no token at all', async () => {
      const socket = await open();
      assert.ok(
        await socket.join(`realtime:${freshTopic()}`, {
          config: {},
          access_token: 'abc',
          user_token: await signToken(),
        }),
      );
      assert.ok(
        await socket.join(`realtime:${freshTopic()}`, {
          config: {},
          access_token: 'sb_publishable_whatever',
        }),
      );
      socket.close();
    });

    it('ends every channel of a socket that is lost', async () => {
      const topic = freshTopic();
      const watcher = backend.client({ version }).channel(topic, { config: { presence: { key: 'w' } } });
      const left: unknown[] = [];
      watcher.on('presence', { event: 'leave' }, ({ key }) => left.push(key));
      await subscribed(watcher);
      const socket = await open();
      const joinRef = await socket.join(`realtime:${topic}`, {
        config: { presence: { key: 'lost', enabled: true } },
      });
      await socket.request(
        `realtime:${topic}`,
        'presence',
        { type: 'presence', event: 'track', payload: {} },
        joinRef,
      );
      await until(() => 'lost' in watcher.presenceState());
      socket.close();
      await until(() => left.includes('lost'));
    });

    it('lets a client come back after the socket broke', async () => {
      const topic = freshTopic();
      const client = backend.client({ version });
      const received: unknown[] = [];
      let joins = 0;
      client
        .channel(topic)
        .on('broadcast', { event: 'e' }, ({ payload }) => received.push(payload))
        .subscribe((status) => {
          if (String(status) === 'SUBSCRIBED') joins += 1;
        });
      await until(() => joins === 1);
      breakSocket(client);
      await until(() => joins === 2);
      const other = await subscribed(backend.client({ version }).channel(topic));
      await other.send({ type: 'broadcast', event: 'e', payload: { n: 1 } });
      await until(() => received.length === 1);
    });
  });
}
