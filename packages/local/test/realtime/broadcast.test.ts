/** Broadcast between clients of both protocol versions. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { VERSIONS, freshTopic, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel, RealtimeChannelOptions, Version } from './harness.ts';
import { RawSocket, userBroadcastPush } from './raw-socket.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

interface Listener {
  readonly channel: RealtimeChannel;
  readonly received: { event: string; payload: unknown; meta?: unknown }[];
}

async function listen(
  version: Version,
  topic: string,
  config: RealtimeChannelOptions['config'] = {},
  event = '*',
): Promise<Listener> {
  const received: Listener['received'] = [];
  const channel = backend.client({ version }).channel(topic, { config });
  channel.on('broadcast', { event }, (message) =>
    received.push(message as unknown as Listener['received'][number]),
  );
  await subscribed(channel);
  return { channel, received };
}

const message = (event: string, payload: object): { type: 'broadcast'; event: string; payload: object } => ({
  type: 'broadcast',
  event,
  payload,
});

for (const sender of VERSIONS) {
  for (const receiver of VERSIONS) {
    describe(`from ${sender} to ${receiver}`, () => {
      it('delivers the payload, once and unchanged', async () => {
        const topic = freshTopic();
        const { channel } = await listen(sender, topic);
        const { received } = await listen(receiver, topic);
        const payload = { text: 'größe 🙂 "q" \\', n: [1, -0.5, 1e21, null, true], nested: { empty: {} } };
        assert.equal(await channel.send(message('hi', payload)), 'ok');
        await until(() => received.length > 0);
        assert.deepEqual(received, [{ type: 'broadcast', event: 'hi', payload }]);
      });

      it('keeps the order of a sender', async () => {
        const topic = freshTopic();
        const { channel } = await listen(sender, topic);
        const { received } = await listen(receiver, topic);
        for (let n = 0; n < 200; n += 1) void channel.send(message('n', { n }));
        await until(() => received.length === 200);
        assert.deepEqual(
          received.map(({ payload }) => (payload as { n: number }).n),
          [...received.keys()],
        );
      });
    });
  }
}

for (const version of VERSIONS) {
  describe(`protocol ${version}`, () => {
    it('does not give a sender its own message unless it asked for it', async () => {
      const topic = freshTopic();
      const quiet = await listen(version, topic, { broadcast: { ack: true } });
      const echo = await listen(version, topic, { broadcast: { ack: true, self: true } });
      await quiet.channel.send(message('from quiet', {}));
      await echo.channel.send(message('from echo', {}));
      await until(() => echo.received.length === 2 && quiet.received.length === 1);
      assert.deepEqual(
        quiet.received.map(({ event }) => event),
        ['from echo'],
      );
    });

    it('acknowledges after everybody was served, when asked to', async () => {
      const topic = freshTopic();
      const { channel } = await listen(version, topic, { broadcast: { ack: true } });
      assert.equal(await channel.send(message('e', {})), 'ok');
    });

    it('answers nothing when no acknowledgement is asked for', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = `realtime:${freshTopic()}`;
      const joinRef = await socket.join(topic);
      const ref = socket.send(topic, 'broadcast', message('e', {}), joinRef);
      await socket.settled();
      assert.equal(
        socket.frames.some((frame) => frame.ref === ref),
        false,
      );
      socket.close();
    });

    it('finds listeners by event name in any case, and by *', async () => {
      const topic = freshTopic();
      const { channel } = await listen(version, topic);
      const named = await listen(version, topic, {}, 'New-Message');
      const all = await listen(version, topic, {}, '*');
      await channel.send(message('new-message', {}));
      await channel.send(message('other', {}));
      await until(() => all.received.length === 2);
      assert.equal(named.received.length, 1);
    });

    it('keeps topics apart, however alike', async () => {
      const topic = freshTopic();
      const { channel } = await listen(version, topic);
      const others = await Promise.all(
        [`${topic}x`, `${topic}:x`, topic.toUpperCase(), ` ${topic}`].map((name) => listen(version, name)),
      );
      const same = await listen(version, topic);
      await channel.send(message('e', {}));
      await until(() => same.received.length === 1);
      assert.deepEqual(
        others.map(({ received }) => received.length),
        [0, 0, 0, 0],
      );
    });

    it('takes any string as a topic', async () => {
      for (const topic of ['ü:🙂 "x"', 'a/b?c=d&e', `realtime:${freshTopic()}`, ':', '*']) {
        const { channel } = await listen(version, topic);
        const { received } = await listen(version, topic);
        await channel.send(message('ö', {}));
        await until(() => received.length === 1);
        await Promise.all([channel.unsubscribe()]);
      }
    });

    it('carries a megabyte', async () => {
      const topic = freshTopic();
      const { channel } = await listen(version, topic);
      const { received } = await listen(version, topic);
      const text = 'é'.repeat(500_000);
      await channel.send(message('big', { text }));
      await until(() => received.length === 1);
      assert.equal((received[0]?.payload as { text: string }).text, text);
    });

    it('stops with the channel', async () => {
      const topic = freshTopic();
      const { channel } = await listen(version, topic, { broadcast: { ack: true } });
      const gone = await listen(version, topic);
      const stays = await listen(version, topic);
      await gone.channel.unsubscribe();
      await channel.send(message('e', {}));
      await until(() => stays.received.length === 1);
      assert.equal(gone.received.length, 0);
    });

    it('takes what is no object as nothing', async () => {
      const socket = await RawSocket.open(backend.url, { version });
      const topic = freshTopic();
      const { received } = await listen(version, topic);
      const joinRef = await socket.join(`realtime:${topic}`);
      for (const payload of [null, 'text', 5, []])
        socket.send(`realtime:${topic}`, 'broadcast', payload, joinRef);
      socket.send(`realtime:${topic}`, 'broadcast', message('good', {}), joinRef);
      await until(() => received.length === 1);
      assert.equal(received[0]?.event, 'good');
      socket.close();
    });
  });
}

describe('bytes', () => {
  it('reach 2.0.0 as they were sent, and 1.0.0 not at all', async () => {
    const topic = freshTopic();
    const { channel } = await listen('2.0.0', topic);
    const modern = await listen('2.0.0', topic);
    const old = await listen('1.0.0', topic);
    const bytes = new Uint8Array([0, 255, 1, 254, 128]);
    await channel.send(message('bytes', bytes.buffer));
    await channel.send(message('text', {}));
    await until(() => modern.received.length === 2 && old.received.length === 1);
    assert.ok(modern.received[0]?.payload instanceof ArrayBuffer);
    assert.deepEqual(new Uint8Array(modern.received[0].payload), bytes);
    assert.equal(old.received[0]?.event, 'text');
  });

  it('may be none', async () => {
    const topic = freshTopic();
    const { channel } = await listen('2.0.0', topic);
    const { received } = await listen('2.0.0', topic);
    await channel.send(message('bytes', new ArrayBuffer(0)));
    await until(() => received.length === 1);
    assert.equal((received[0]?.payload as ArrayBuffer).byteLength, 0);
  });
});

describe('frames of 2.0.0', () => {
  it('arrive as kind 4 without the metadata of the sender', async () => {
    const topic = freshTopic();
    const [sender, receiver] = await Promise.all([RawSocket.open(backend.url), RawSocket.open(backend.url)]);
    const joinRef = await sender.join(`realtime:${topic}`);
    await receiver.join(`realtime:${topic}`);
    sender.sendRaw(
      userBroadcastPush({
        joinRef,
        ref: '9',
        topic: `realtime:${topic}`,
        event: 'e',
        metadata: '{"persist":true}',
        payload: '{ "a": 1.0 }',
      }),
    );
    const frame = await receiver.next(({ event }) => event === 'kind 4');
    assert.deepEqual(
      { ...frame, bytes: frame.bytes?.toString() },
      {
        joinRef: null,
        ref: null,
        topic: `realtime:${topic}`,
        event: 'kind 4',
        payload: { event: 'e', meta: '', encoding: 1 },
        bytes: '{ "a": 1.0 }',
      },
    );
    sender.close();
    receiver.close();
  });

  it('with broken JSON inside are dropped, so that receivers do not crash', async () => {
    const topic = freshTopic();
    const { received } = await listen('2.0.0', topic);
    const socket = await RawSocket.open(backend.url);
    const joinRef = await socket.join(`realtime:${topic}`);
    const push = (event: string, payload: string): void =>
      socket.sendRaw(userBroadcastPush({ joinRef, ref: '9', topic: `realtime:${topic}`, event, payload }));
    push('broken', '{"a":');
    push('whole', '{}');
    await until(() => received.length === 1);
    assert.equal(received[0]?.event, 'whole');
    socket.close();
  });

  it('that are text reach both versions word by word', async () => {
    const topic = freshTopic();
    const [modern, old] = [
      await RawSocket.open(backend.url),
      await RawSocket.open(backend.url, { version: '1.0.0' }),
    ];
    const sender = await RawSocket.open(backend.url);
    await Promise.all([modern.join(`realtime:${topic}`), old.join(`realtime:${topic}`)]);
    const joinRef = await sender.join(`realtime:${topic}`);
    const payload = { type: 'broadcast', event: 'e', payload: { a: 1 }, extra: ['kept'] };
    sender.send(`realtime:${topic}`, 'broadcast', payload, joinRef);
    for (const socket of [modern, old]) {
      const frame = await socket.next(({ event }) => event === 'broadcast');
      assert.deepEqual([frame.joinRef, frame.ref, frame.payload], [null, null, payload]);
    }
    for (const socket of [sender, modern, old]) socket.close();
  });

  it('reach 1.0.0 with type, event and payload', async () => {
    const topic = freshTopic();
    const old = await RawSocket.open(backend.url, { version: '1.0.0' });
    await old.join(`realtime:${topic}`);
    const { channel } = await listen('2.0.0', topic);
    await channel.send(message('e', { a: 1 }));
    const frame = await old.next(({ event }) => event === 'broadcast');
    assert.deepEqual(frame.payload, { type: 'broadcast', event: 'e', payload: { a: 1 } });
    old.close();
  });
});
