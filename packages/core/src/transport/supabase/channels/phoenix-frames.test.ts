// What a server, a proxy or an attacker could put on the wire that the real backend never does. A scripted server plays
// it; the visitor's socket must neither die of it nor believe it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { WebSocketServer } from 'ws';
import type { WebSocket as ServerSocket } from 'ws';
import { createTestEnvironment } from '../../../../test/test-environment.ts';
import type { TestEnvironment } from '../../../../test/test-environment.ts';
import { createPhoenixChannels } from './phoenix-channels.ts';
import type { PhoenixChannels } from './phoenix-channels.ts';
import { createScaledClock } from '../../../../../../tools/test-kit/clocks.ts';
import { until } from '../../../../../../tools/test-kit/until.ts';

interface SentFrame {
  readonly topic: string;
  readonly event: string;
  readonly ref: string;
  readonly join_ref: string;
  readonly payload: { readonly access_token?: string; readonly config?: object };
}

let server: WebSocketServer;
let environment: TestEnvironment;
let channels: PhoenixChannels;
/** What the client sent, heartbeats left out. */
let frames: SentFrame[];
let socket: ServerSocket;
/** Whether joins are accepted at once. */
let polite: boolean;
let statuses: string[];
let heard: unknown[];
let addresses: string[];

beforeEach(async () => {
  frames = [];
  statuses = [];
  heard = [];
  addresses = [];
  polite = true;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (connected, request) => {
    socket = connected;
    addresses.push(request.url ?? '');
    connected.on('message', (data) => {
      const frame: SentFrame = JSON.parse((data as Buffer).toString());
      if (frame.event === 'heartbeat') return reply(frame, { status: 'ok', response: {} });
      frames.push(frame);
      if (polite && frame.event === 'phx_join')
        reply(frame, { status: 'ok', response: { postgres_changes: [] } });
    });
  });
  environment = createTestEnvironment({ clock: createScaledClock(10) });
  channels = createPhoenixChannels({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: 'sb_publishable_x',
    environment,
    token: () => Promise.resolve('token'),
  });
});
afterEach(async () => {
  channels.close();
  for (const client of server.clients) client.terminate();
  server.close();
  await once(server, 'close');
});

function reply({ topic, ref }: SentFrame, payload: object): void {
  send({ topic, event: 'phx_reply', payload, ref });
}

function send(frame: unknown): void {
  socket.send(JSON.stringify(frame));
}

function open(topic = 'session:1') {
  return channels.open(topic, {
    onStatus: (status) => void statuses.push(status),
    onBroadcast: (event, payload) => void heard.push([event, payload]),
  });
}

const joined = () => until(() => statuses.at(-1) === 'joined', 'the join');
const ready = () => {
  send({
    topic: 'realtime:session:1',
    event: 'system',
    ref: null,
    payload: { extension: 'system', status: 'ok', message: 'Replication connection established' },
  });
  return until(() => statuses.at(-1) === 'ready', 'readiness');
};
const broadcast = (event: string, payload: unknown, topic = 'realtime:session:1') =>
  send({ topic, event: 'broadcast', ref: null, payload: { type: 'broadcast', event, payload } });

test('asks for protocol 1.0.0 with the key, and for a private channel that tells when it is ready', async () => {
  open();
  await joined();
  assert.deepEqual(addresses, ['/realtime/v1/websocket?apikey=sb_publishable_x&vsn=1.0.0']);
  const [join] = frames;
  assert.equal(join?.topic, 'realtime:session:1');
  assert.equal(join?.ref, join?.join_ref);
  assert.deepEqual(join?.payload, {
    access_token: 'token',
    config: {
      private: true,
      broadcast: { self: false, ack: false, replication_ready: true },
      presence: { key: '', enabled: false },
      postgres_changes: [],
    },
  });
});

test('binary frames, broken JSON and frames of no shape are passed over', async () => {
  open();
  await joined();
  // The same broadcast as protocol 2.0.0 would send it.
  const [topic, event, body] = ['realtime:session:1', 'message', '{"rev":1}'];
  socket.send(
    Buffer.concat([Buffer.from([4, topic.length, event.length, 0, 1]), Buffer.from(topic + event + body)]),
  );
  socket.send(Buffer.from([]));
  for (const text of [
    '',
    '{',
    'null',
    '0',
    '[]',
    '[null,null,"realtime:session:1","broadcast",{}]',
    '"text"',
    '{}',
  ]) {
    socket.send(text);
  }
  for (const payload of [null, 'text', [], 7]) send({ topic, event: 'broadcast', payload, ref: null });
  for (const odd of [
    { topic: 7, event: {} },
    { topic, event: 'system', payload: null },
    { topic: '__proto__', event: 'broadcast' },
  ]) {
    send(odd);
  }
  broadcast('message', { rev: 2 });
  const good = () => heard.filter((entry) => JSON.stringify(entry) === '["message",{"rev":2}]');
  await until(() => good().length, 'the good one');
  assert.ok(!JSON.stringify(heard).includes('"rev":1'), 'a binary frame was read');
  assert.equal(addresses.length, 1);
  assert.equal(statuses.at(-1), 'joined');
});

test('nothing is believed before the join is accepted, and nothing of another topic', async () => {
  polite = false;
  open();
  await until(() => frames.length === 1, 'the join');
  broadcast('message', 'too early');
  send({
    topic: 'realtime:session:1',
    event: 'system',
    ref: null,
    payload: { extension: 'system', status: 'ok' },
  });
  send({
    topic: 'realtime:session:1',
    event: 'phx_reply',
    ref: '999',
    payload: { status: 'ok', response: {} },
  });
  broadcast('message', 'not mine', 'realtime:session:2');
  reply(frames[0] as SentFrame, { status: 'ok', response: {} });
  await joined();
  broadcast('message', 'mine');
  await until(() => heard.length, 'the broadcast');
  assert.deepEqual(heard, [['message', 'mine']]);
  assert.deepEqual(statuses, ['joined']);
});

test('the end of an earlier incarnation does not end this one; its own end is followed by a rejoin', async () => {
  const first = open();
  await joined();
  first.close();
  statuses.length = 0;
  open();
  await joined();
  const [old, , current] = frames;
  assert.equal(frames[1]?.event, 'phx_leave');
  assert.equal(frames[1]?.join_ref, old?.ref);
  for (const event of ['phx_close', 'phx_error'])
    send({ topic: old?.topic, event, payload: {}, ref: old?.ref });
  await ready();
  assert.deepEqual(statuses, ['joined', 'ready']);
  for (const event of ['phx_close', 'phx_error']) {
    const ref = frames.at(-1)?.ref;
    send({ topic: current?.topic, event, payload: {}, ref });
    await until(() => frames.at(-1)?.ref !== ref && statuses.at(-1) === 'joined', 'the rejoin');
  }
  assert.deepEqual(statuses, ['joined', 'ready', 'lost', 'joined', 'lost', 'joined']);
  assert.equal(addresses.length, 1);
});

test('a join without an answer is left and repeated', async () => {
  polite = false;
  open();
  await until(() => statuses.at(-1) === 'lost', 'the timeout');
  polite = true;
  await joined();
  assert.deepEqual(
    frames.map(({ event }) => event),
    ['phx_join', 'phx_leave', 'phx_join'],
  );
});

test('readiness that is told late or never', async () => {
  open();
  await joined();
  await until(() => statuses.at(-1) === 'ready', 'trust without words');
  assert.deepEqual(statuses, ['joined', 'ready']);
});

test('the socket closes after the last channel has left, not between two', async () => {
  const first = open();
  await joined();
  first.close();
  const second = open('session:2');
  await until(() => statuses.length === 2, 'the second join');
  assert.equal(addresses.length, 1);
  second.close();
  await until(() => server.clients.size === 0, 'the end of the socket');
  assert.equal((environment.clock as ReturnType<typeof createScaledClock>).pending(), 0);
});

test('a broadcast before the join is not sent, and one after it carries the join reference', async () => {
  polite = false;
  const channel = open();
  channel.broadcast('typing', { typing: true });
  await until(() => frames.length === 1, 'the join');
  channel.broadcast('typing', { typing: true });
  reply(frames[0] as SentFrame, { status: 'ok', response: {} });
  await joined();
  channel.broadcast('typing', { typing: false });
  await until(() => frames.length === 2, 'the broadcast');
  const { event, payload, join_ref: joinRef } = frames[1] as SentFrame;
  assert.deepEqual(
    [event, payload, joinRef],
    ['broadcast', { type: 'broadcast', event: 'typing', payload: { typing: false } }, frames[0]?.ref],
  );
});
