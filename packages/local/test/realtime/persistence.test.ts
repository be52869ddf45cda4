/** Broadcasts that a client asks to keep: who may, for how long, and what replay tells of them. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { freshTopic, signToken, startBackend, subscribed } from './harness.ts';
import type { Backend, RealtimeChannel } from './harness.ts';
import { until } from './harness.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
  await backend.sql.unsafe(`
    create policy "signed in hear" on realtime.messages for select to authenticated using (true);
    create policy "signed in speak, and keep in rooms" on realtime.messages for insert to authenticated
      with check (extension = 'broadcast' or (extension = 'persistence' and realtime.topic() like 'room:%'));
  `);
});
after(() => backend.stop());

interface Message {
  readonly event: string;
  readonly payload: unknown;
  readonly meta?: { readonly id: string; readonly replayed?: boolean };
}

async function member(
  topic: string,
  broadcast: object = { ack: true },
): Promise<{ channel: RealtimeChannel; received: Message[] }> {
  const received: Message[] = [];
  const channel = backend
    .client({ token: await signToken() })
    .channel(topic, { config: { private: true, broadcast } });
  channel.on('broadcast', { event: '*' }, (message) => received.push(message as unknown as Message));
  await subscribed(channel);
  return { channel, received };
}

const keep = (
  channel: RealtimeChannel,
  event: string,
  persist: boolean | { ttl?: number },
  payload: object = { a: 1 },
): Promise<string> => channel.send({ type: 'broadcast', event, payload, persist });

it('delivers once and keeps for replay', async () => {
  const topic = freshTopic('room');
  const [{ channel }, { received }] = [await member(topic), await member(topic)];
  assert.equal(await keep(channel, 'json', true), 'ok');
  assert.equal(await keep(channel, 'bytes', { ttl: 60 }, new Uint8Array([1, 255]).buffer), 'ok');
  await backend.sql`select realtime.send('{}', 'last', ${topic})`;
  await until(() => received.some(({ event }) => event === 'last'));
  assert.deepEqual(
    received.map(({ event, meta }) => [event, meta?.replayed]),
    [
      ['json', undefined],
      ['bytes', undefined],
      ['last', undefined],
    ],
  );
  const late = await member(topic, { replay: { since: 0 } });
  await until(() => late.received.length === 3);
  assert.deepEqual(
    late.received.map(({ event, meta }) => [event, meta?.replayed]),
    [
      ['json', true],
      ['bytes', true],
      ['last', true],
    ],
  );
  assert.deepEqual(late.received[0]?.payload, { a: 1 });
  assert.deepEqual(new Uint8Array(late.received[1]?.payload as ArrayBuffer), new Uint8Array([1, 255]));
});

it('forgets after the time to live', async () => {
  const topic = freshTopic('room');
  const { channel } = await member(topic);
  assert.equal(await keep(channel, 'short', { ttl: 1 }), 'ok');
  assert.equal(await keep(channel, 'long', { ttl: 100 }), 'ok');
  const end = Date.now() + 1_100;
  await until(() => Date.now() > end);
  const { received } = await member(topic, { replay: { since: 0 } });
  await until(() => received.length > 0);
  assert.deepEqual(
    received.map(({ event }) => event),
    ['long'],
  );
});

it('refuses a time to live out of range, and sends nothing', async () => {
  const topic = freshTopic('room');
  const [{ channel }, { received }] = [await member(topic), await member(topic)];
  for (const ttl of [0, -1, 1.5, 259_201])
    assert.equal(await keep(channel, 'e', { ttl }), 'invalid_persist_ttl');
  await keep(channel, 'good', { ttl: 259_200 });
  await until(() => received.length > 0);
  assert.deepEqual(
    received.map(({ event }) => event),
    ['good'],
  );
});

it('needs a right of its own, without which the message is only delivered', async () => {
  const topic = freshTopic('hall');
  const [{ channel }, { received }] = [await member(topic), await member(topic)];
  assert.equal(await keep(channel, 'e', true), 'unauthorized');
  await until(() => received.length === 1);
  const rows = await backend.sql`select from realtime.messages where topic = ${topic}`;
  assert.equal(rows.length, 0);
});

it('works over HTTP', async () => {
  const topic = freshTopic('room');
  const client = backend.client({ token: await signToken() });
  await client.realtime.setAuth();
  const channel = client.channel(topic, { config: { private: true } });
  await channel.httpSend('kept', { a: 1 }, { persist: true });
  await channel.httpSend('kept for a while', { a: 2 }, { persist: { ttl: 60 } });
  await channel.httpSend('not kept', { a: 3 });
  const { received } = await member(topic, { replay: { since: 0 } });
  await until(() => received.length >= 2);
  assert.deepEqual(
    received.map(({ event }) => event),
    ['kept', 'kept for a while'],
  );
  await assert.rejects(channel.httpSend('e', {}, { persist: { ttl: 0 } }));
});
