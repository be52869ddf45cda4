// What a transport leaves on the page, on the device and at the server before anybody acts, and after it is closed.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBackend } from '../../../test/backend.ts';
import type { Backend, Tenant } from '../../../test/backend.ts';
import { createNotebook, makeVisitor, openSession } from '../../../test/parties.ts';
import { createQuickClock } from '../../../test/quick-clock.ts';
import { createSurroundings, until } from '../../../test/surroundings.ts';

let backend: Backend;
let acme: Tenant;
before(async () => {
  backend = await startBackend();
  [acme] = backend.tenants;
});
after(() => backend?.stop());

test('before the visitor acts: one request for the config, no socket, no storage, no user', async () => {
  const environment = createSurroundings();
  const writes: string[] = [];
  const { storage } = environment;
  const party = makeVisitor(backend, acme, {
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
  assert.equal(party.userId(), null);
  await party.widgetConfig();
  environment.wake();
  party.sendTyping('00000000-0000-4000-8000-000000000000', false);
  assert.deepEqual(environment.requests, ['/rest/v1/rpc/global_chat_widget_config']);
  assert.equal(environment.sockets.length, 0);
  assert.equal(environment.listeners(), 0);
  assert.deepEqual(writes, []);
  assert.equal(await users(), before);
  party.close();
});

test('the identity is stored under the widget’s own key, never under that of supabase-js', async () => {
  const environment = createSurroundings();
  const keys: string[] = [];
  const { storage } = environment;
  const party = makeVisitor(backend, acme, {
    environment: Object.assign(environment, {
      storage: {
        ...storage,
        setItem: (key: string, value: string) => (keys.push(key), storage.setItem(key, value)),
      },
    }),
  });
  await openSession(party);
  assert.deepEqual(keys, [`globalchat:${acme.widgetId}`]);
  party.close();
});

test('after closing: no socket, no timer, no listener, and nothing is called any more', async () => {
  const clock = createQuickClock(1);
  const environment = createSurroundings({ clock });
  const party = makeVisitor(backend, acme, { environment });
  const sessionId = await openSession(party);
  const heard = createNotebook();
  party.watchSession(sessionId, heard);
  party.watchTyping(sessionId, () => undefined);
  party.sendTyping(sessionId, true);
  party.watchConfig(() => undefined);
  await heard.reach('ready');
  party.close();
  await until('the socket to close', () =>
    environment.sockets.every(({ readyState }) => readyState === WebSocket.CLOSED),
  );
  assert.deepEqual([clock.pending(), environment.listeners(), party.connection.get()], [0, 0, 'idle']);
  assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready']);
});

test('typing leaves its channel when nobody types any more', async () => {
  const clock = createQuickClock(10);
  const environment = createSurroundings({ clock });
  const party = makeVisitor(backend, acme, { environment });
  const sessionId = await openSession(party);
  party.sendTyping(sessionId, true);
  await until('the channel', () => party.connection.get() === 'live');
  await until('its end', () => party.connection.get() === 'idle');
  await until('the end of the socket', () => environment.sockets[0]?.readyState === WebSocket.CLOSED);
  assert.equal(clock.pending(), 0);
});
