// What a transport leaves on the page, on the device and at the server before anybody acts, and after it is closed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBackend } from '../../../test/backend.ts';
import type { Backend, Tenant } from '../../../test/backend.ts';
import { createNotebook, makeVisitor, openSession } from '../../../test/actors.ts';
import { createTestEnvironment } from '../../../test/test-environment.ts';
import { createScaledClock } from '../../../../../tools/test-kit/clocks.ts';
import { until } from '../../../../../tools/test-kit/until.ts';

let backend: Backend;
let acme: Tenant;
before(async () => {
  backend = await startBackend();
  [acme] = backend.tenants;
});
after(() => backend?.stop());

test('before the visitor acts: one request for the config, no socket, no storage, no user', async () => {
  const environment = createTestEnvironment();
  const writes: string[] = [];
  const { storage } = environment;
  const actor = makeVisitor(backend, acme, {
    environment: Object.assign(environment, {
      storage: {
        ...storage,
        setItem: (key: string) => void writes.push(key),
        removeItem: (key: string) => void writes.push(key),
      },
    }),
  });
  const users = async () => (await backend.sql`select count(*)::int as count from auth.users`)[0]?.count;
  const before = await users();
  assert.equal(actor.userId(), null);
  await actor.widgetConfig();
  environment.wake();
  actor.sendTyping('00000000-0000-4000-8000-000000000000', false);
  assert.deepEqual(environment.requests, ['/rest/v1/rpc/global_chat_widget_config']);
  assert.equal(environment.sockets.length, 0);
  assert.equal(environment.listeners(), 0);
  assert.deepEqual(writes, []);
  assert.equal(await users(), before);
  actor.close();
});

test('the identity is stored under the widget’s own key, never under that of supabase-js', async () => {
  const environment = createTestEnvironment();
  const keys: string[] = [];
  const { storage } = environment;
  const actor = makeVisitor(backend, acme, {
    environment: Object.assign(environment, {
      storage: {
        ...storage,
        setItem: (key: string, value: string) => (keys.push(key), storage.setItem(key, value)),
      },
    }),
  });
  await openSession(actor);
  assert.deepEqual(keys, [`globalchat:${acme.widgetId}`]);
  actor.close();
});

test('after closing: no socket, no timer, no listener, and nothing is called any more', async () => {
  const clock = createScaledClock(1);
  const environment = createTestEnvironment({ clock });
  const actor = makeVisitor(backend, acme, { environment });
  const sessionId = await openSession(actor);
  const heard = createNotebook();
  actor.watchSession(sessionId, heard);
  actor.watchTyping(sessionId, () => undefined);
  actor.sendTyping(sessionId, true);
  actor.watchConfig(() => undefined);
  await heard.reach('ready');
  actor.close();
  await until(
    () => environment.sockets.every(({ readyState }) => readyState === WebSocket.CLOSED),
    'the socket to close',
  );
  assert.deepEqual([clock.pending(), environment.listeners(), actor.connection.get()], [0, 0, 'idle']);
  assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready']);
});

test('typing leaves its channel when nobody types any more', async () => {
  const clock = createScaledClock(10);
  const environment = createTestEnvironment({ clock });
  const actor = makeVisitor(backend, acme, { environment });
  const sessionId = await openSession(actor);
  actor.sendTyping(sessionId, true);
  await until(() => actor.connection.get() === 'live', 'the channel');
  await until(() => actor.connection.get() === 'idle', 'its end');
  await until(() => environment.sockets[0]?.readyState === WebSocket.CLOSED, 'the end of the socket');
  assert.equal(clock.pending(), 0);
});
