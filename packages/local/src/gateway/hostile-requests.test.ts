import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startTestBackend } from '../../test/backend.ts';
import { get, sendRaw, upgrade } from '../../test/raw-http.ts';

const backend = await startTestBackend({
  allowedHosts: ['phone.example'],
  allowedOrigins: 'trusted',
  realtime: { timings: { refusalDelayMs: 0 } },
});
const { local } = backend;
const port = Number(new URL(local.apiUrl).port);
const key = local.publishableKey;
const SOCKET = `/realtime/v1/websocket?apikey=${key}&vsn=2.0.0`;

async function lives(): Promise<void> {
  assert.equal((await backend.request('/auth/v1/settings')).status, 200);
}

const TARGETS = [
  '//',
  '///',
  '//[',
  '//:',
  '//@',
  '//localhost:99999/',
  '/\\',
  '\\\\',
  '*',
  'http://',
  'http://[/',
  'http://evil.example/',
  'x:',
  '/%',
  '/%zz',
  '/%ff%fe',
  '/%00',
  '/?%',
  '/..%2f..%2f',
  `/${'a'.repeat(12_000)}`,
];
const SERVICES = [
  '/rest/v1',
  '/auth/v1',
  '/storage/v1',
  '/storage/v1/object/public',
  '/realtime/v1',
  '/realtime/v1/api/broadcast',
];
const ODD_QUERIES = [
  '/auth/v1/verify?token=x&type=signup&redirect_to=%25',
  '/auth/v1/verify?redirect_to=//',
  '/rest/v1/?apikey=%00',
  '/auth/v1/settings?apikey=a.b.c',
];
const ODD_PATHS = [
  '/%',
  '/%zz/%zz',
  '/%ff/events/%ff',
  '//',
  '/[',
  '/a/%00',
  '/a?%',
  '/a?select=%ff',
  '/\ud800',
];

for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'CONNECT', 'TRACE']) {
  test(`a target that is no path ends neither the process nor in a 500: ${method}`, async () => {
    for (const target of [
      ...TARGETS,
      ...ODD_QUERIES,
      ...SERVICES.flatMap((path) => ODD_PATHS.map((odd) => path + odd)),
    ]) {
      const { status } = await sendRaw(port, get(target, { apikey: key }, method));
      const isFine = status === 0 || (status >= 200 && status < 500 && status !== 101);
      assert.ok(isFine, `${method} ${target.slice(0, 80)}: ${status}`);
    }
    await lives();
  });
}

test('an upgrade of anything but the socket is refused, and the process lives', async () => {
  for (const target of [
    ...TARGETS,
    '/',
    '/rest/v1/',
    '/realtime/v1/%',
    '/realtime/v1/websocket',
    `/realtime/v1/websocket?vsn=${'9'.repeat(500)}`,
  ]) {
    const { status } = await sendRaw(port, upgrade(target));
    assert.ok(status === 0 || (status >= 400 && status < 500), `${target.slice(0, 80)}: ${status}`);
  }
  for (const headers of [
    { upgrade: 'h2c' },
    { 'sec-websocket-version': '99' },
    { 'sec-websocket-key': 'short' },
    { 'sec-websocket-protocol': ',,\u00ff' },
  ]) {
    const { status } = await sendRaw(port, upgrade(SOCKET, headers));
    assert.ok(status < 500 && status !== 101, `${JSON.stringify(headers)}: ${status}`);
  }
  await lives();
});

test('bytes that are no HTTP, and connections that break at any point, are survived', async () => {
  const whole = [
    get('/rest/v1/', { apikey: key }),
    upgrade(SOCKET),
    `${get('/auth/v1/signup', { apikey: key, 'content-length': '400' }, 'POST')}{"email"`,
    `${get('/storage/v1/object/a/b', { apikey: local.secretKey, 'transfer-encoding': 'chunked' }, 'POST')}zz\r\n`,
  ];
  for (const garbage of [
    '\r\n\r\n',
    '\0'.repeat(64),
    'GET',
    'GET / HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\nhost: ${'x'.repeat(40_000)}\r\n\r\n`,
    'GET / HTTP/1.1\r\nhost localhost\r\n\r\n',
  ])
    await sendRawAndLeave(garbage);
  for (const request of whole)
    for (let cut = 1; cut < request.length; cut += 7) await sendRawAndLeave(request.slice(0, cut));
  for (const request of whole) await sendRawAndLeave(request);
  await lives();
});

/** As a tab that is closed: a reset in the middle of whatever is going on. */
async function sendRawAndLeave(bytes: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  socket.resetAndDestroy();
}

test('frames of any shape close at most their own socket', async () => {
  const join = {
    broadcast: { self: 1 },
    presence: 7,
    postgres_changes: [null, 1, { event: {}, schema: [] }],
  };
  const texts = [
    '', 'null', '[]', '{}', '[[],{},[],{},[]]', '[1,2,3,4,5]', '"x"', '1e999', '{"topic":', '['.repeat(50_000),
    JSON.stringify(['1', '1', 'realtime:a', 'phx_join', null]),
    JSON.stringify(['1', '1', 'realtime:a', 'phx_join', { config: join }]),
    JSON.stringify(['1', '1', 'realtime:', 'phx_join', { config: { private: {} }, access_token: {} }]),
    JSON.stringify(['1', '2', 'realtime:a', 'broadcast', { event: {}, payload: 3 }]),
    JSON.stringify(['1', '2', 'realtime:a', 'presence', { event: [], payload: null }]),
    JSON.stringify(['1', '2', 'realtime:a', 'access_token', { access_token: 5 }]),
    JSON.stringify(['1', '2', 'realtime:a', '__proto__', { __proto__: 1 }]),
    JSON.stringify([null, null, '__proto__', 'constructor', null]),
  ]; // prettier-ignore
  for (const vsn of ['1.0.0', '2.0.0']) {
    for (const data of [
      ...texts,
      ...[0, 1, 3, 4, 255].map((kind) => Buffer.from([kind, 255, 1, 0, 200, 3])),
    ]) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/realtime/v1/websocket?apikey=${key}&vsn=${vsn}`);
      socket.on('error', () => undefined);
      await once(socket, 'open');
      socket.send(data);
      socket.send(
        JSON.stringify(
          vsn === '2.0.0'
            ? [null, 'h', 'phoenix', 'heartbeat', {}]
            : { topic: 'phoenix', event: 'heartbeat', ref: 'h', payload: {} },
        ),
      );
      await Promise.race([once(socket, 'message'), once(socket, 'close')]);
      socket.terminate();
    }
  }
  await lives();
});

for (const host of [
  'evil.example',
  'evil.example:54321',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  'evil@localhost',
  'localhost/x',
  '10.0.0.1',
  '[::2]',
  '',
]) {
  test(`the host "${host}" is not answered: a website may point its own name at loopback`, async () => {
    for (const bytes of [get('/auth/v1/settings', { host, apikey: key }), upgrade(SOCKET, { host })]) {
      const { status, text } = await sendRaw(port, bytes);
      assert.equal(status, 421);
      assert.match(text, /host_not_allowed/);
    }
  });
}

test('loopback by any of its names is answered, and so is a host that was allowed', async () => {
  for (const host of [
    `localhost:${port}`,
    '127.0.0.1',
    '127.9.8.7:1',
    `[::1]:${port}`,
    'app.localhost',
    'LOCALHOST',
    'phone.example',
    'Phone.Example:8080',
  ])
    assert.equal((await sendRaw(port, get('/auth/v1/settings', { host, apikey: key }))).status, 200, host);
});

test('pages of elsewhere may not use a server whose keys everybody knows, by request or by socket', async () => {
  for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null', 'file://']) {
    for (const bytes of [
      get('/rest/v1/', { origin, apikey: key }),
      get('/rest/v1/', { origin, 'access-control-request-method': 'GET' }, 'OPTIONS'),
      upgrade(SOCKET, { origin }),
    ]) {
      const { status, text } = await sendRaw(port, bytes);
      assert.equal(status, 403, origin);
      assert.match(text, /origin_not_allowed/);
      assert.doesNotMatch(text, /access-control-allow-origin/i);
    }
  }
  for (const origin of [
    'http://localhost:5173',
    'http://127.0.0.1:4321',
    'http://[::1]:3000',
    'https://phone.example',
  ]) {
    assert.equal(
      (await sendRaw(port, get('/auth/v1/settings', { origin, apikey: key }))).status,
      200,
      origin,
    );
    const socket = new WebSocket(`ws://127.0.0.1:${port}${SOCKET}`, { origin });
    await once(socket, 'open');
    socket.terminate();
  }
});
