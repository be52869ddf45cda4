// The visitor's tokens against the real Auth: tabs that race, tokens that die, storage that is not there.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createGuardedStorage } from '../../../environment/browser-storage.ts';
import { startBackend } from '../../../../test/backend.ts';
import type { Backend, Tenant } from '../../../../test/backend.ts';
import { startFaultProxy } from '../../../../test/chaos/proxy.ts';
import type { FaultProxy } from '../../../../test/chaos/proxy.ts';
import { createNotebook, makeVisitor, openSession } from '../../../../test/actors.ts';
import type { VisitorActor } from '../../../../test/actors.ts';
import { createTestEnvironment } from '../../../../test/test-environment.ts';
import type { TestEnvironment } from '../../../../test/test-environment.ts';
import { createMemoryBrowser } from '../../../testing/memory-environment.ts';
import { createVisitorAuth } from './visitor-auth.ts';
import type { VisitorAuth } from './visitor-auth.ts';
import { until } from '../../../../../../tools/test-kit/until.ts';

let backend: Backend;
let proxy: FaultProxy;
let acme: Tenant;
let slot: string;
let opened: VisitorActor[] = [];
/** `access_token` frames that Realtime got. */
let pushedTokens = 0;

before(async () => {
  backend = await startBackend({
    auth: { refreshReuseSeconds: 0 },
    realtime: {
      timings: { joinRefusalDelayMs: 20 },
      faults: {
        inbound({ event }, pass) {
          if (event === 'access_token') pushedTokens++;
          pass();
        },
      },
    },
  });
  proxy = await startFaultProxy({ upstream: backend.apiUrl, random: () => 0.5 });
  [acme] = backend.tenants;
  slot = `globalchat:${acme.widgetId}`;
});
after(async () => {
  await proxy?.close();
  await backend?.stop();
});
afterEach(() => {
  proxy.heal();
  for (const actor of opened) actor.close();
  opened = [];
});

interface Stored {
  access: string;
  refresh: string;
  userId: string;
  expiresAt: number;
}

const stored = ({ storage }: TestEnvironment): Stored => JSON.parse(storage.getItem(slot) ?? 'null');

function rewrite(environment: TestEnvironment, change: Partial<Stored>): void {
  environment.storage.setItem(slot, JSON.stringify({ ...stored(environment), ...change }));
}

function makeParty(environment: TestEnvironment): VisitorActor {
  const actor = makeVisitor(backend, acme, { environment, url: proxy.url });
  opened.push(actor);
  return actor;
}

function makeTab(environment: TestEnvironment, tokens: (string | null)[] = []): VisitorAuth {
  return createVisitorAuth({
    url: proxy.url,
    key: backend.publishableKey,
    widgetId: acme.widgetId,
    environment,
    onToken: (token) => void tokens.push(token),
  });
}

test('a reload is the same visitor, without a request', async () => {
  const environment = createTestEnvironment();
  const first = makeParty(environment);
  const sessionId = await openSession(first);
  const sent = environment.requests.length;
  const again = makeParty(environment);
  assert.equal(again.userId(), first.userId());
  assert.equal(await again.signIn(), first.userId());
  assert.equal(environment.requests.length, sent);
  assert.deepEqual(
    (await again.mySessions()).map(({ id }) => id),
    [sessionId],
  );
});

test('an old token is exchanged once for many calls', async () => {
  const environment = createTestEnvironment();
  await openSession(makeParty(environment));
  rewrite(environment, { expiresAt: Date.now() + 10_000 });
  const before = stored(environment);
  const actor = makeParty(environment);
  await Promise.all([actor.mySessions(), actor.mySessions(), actor.mySessions()]);
  assert.equal(environment.requests.filter((path) => path.endsWith('/token')).length, 1);
  assert.notEqual(stored(environment).refresh, before.refresh);
  assert.ok(stored(environment).expiresAt > Date.now() + 3_000_000);
});

test('a token that the server finds expired is renewed and the call repeated', async () => {
  const environment = createTestEnvironment();
  const actor = makeParty(environment);
  const sessionId = await openSession(actor);
  // As on a device whose clock is wrong: the token is dead and looks alive.
  const dead = await backend.signToken({
    sub: actor.userId(),
    role: 'authenticated',
    exp: Math.floor(Date.now() / 1000) - 60,
  });
  rewrite(environment, { access: dead });
  const again = makeParty(environment);
  assert.equal((await again.sync({ sessionId })).session.id, sessionId);
  assert.notEqual(stored(environment).access, dead);

  rewrite(environment, { access: dead });
  const third = makeParty(environment);
  const heard = createNotebook();
  third.watchSession(sessionId, heard);
  await heard.reach('ready');
  assert.deepEqual(heard.statuses, ['joining', 'lost', 'joined', 'ready']);
});

test('a tab that sleeps through two exchanges adopts what the others stored', async () => {
  const browser = createMemoryBrowser();
  const [mine, other] = [createTestEnvironment({ browser }), createTestEnvironment({ browser })];
  const userId = await makeTab(mine).signIn();
  rewrite(mine, { expiresAt: 0 });
  const [sleeper, busy] = [makeTab(mine), makeTab(other)];
  assert.equal(sleeper.userId(), userId);
  await busy.token();
  await busy.token(true);
  assert.equal(await sleeper.token(), stored(mine).access);
  assert.deepEqual(
    mine.requests.filter((path) => path.endsWith('/token')),
    [],
  );
});

test('a tab that loses the race while its own exchange is under way adopts the winner’s tokens', async () => {
  const browser = createMemoryBrowser();
  const [mine, other] = [createTestEnvironment({ browser }), createTestEnvironment({ browser })];
  const userId = await makeTab(mine).signIn();
  rewrite(mine, { expiresAt: 0 });
  // The loser's request waits on the road until the winner has exchanged twice: its refresh token is then spent.
  let release = (): void => undefined;
  const road = new Promise<void>((resolve) => (release = resolve));
  const held = async (...request: Parameters<typeof fetch>): Promise<Response> => {
    await road;
    return mine.fetch(...request);
  };
  const [loser, winner] = [makeTab({ ...mine, fetch: held }), makeTab(other)];
  loser.userId();
  const losing = loser.token();
  await winner.token();
  await winner.token(true);
  release();
  assert.equal(await losing, stored(mine).access);
  assert.equal(loser.userId(), userId);
});

test('two tabs that sign in at once become one visitor', async () => {
  const browser = createMemoryBrowser();
  const tabs = [makeTab(createTestEnvironment({ browser })), makeTab(createTestEnvironment({ browser }))];
  await Promise.all(tabs.map((tab) => tab.signIn()));
  assert.equal(tabs[0]?.userId(), tabs[1]?.userId());
});

test('a session that Auth has ended is forgotten, and the visitor can begin anew', async () => {
  const environment = createTestEnvironment();
  const tokens: (string | null)[] = [];
  const tab = makeTab(environment, tokens);
  const before = await tab.signIn();
  await backend.sql`delete from auth.sessions where user_id = ${before}`;
  await assert.rejects(tab.token(true), { code: 'not_signed_in', status: 401 });
  assert.equal(tab.userId(), null);
  assert.equal(environment.storage.getItem(slot), null);
  assert.equal(await tab.token(), null);
  assert.notEqual(await tab.signIn(), before);
  assert.equal(tokens.length, 3);
});

test('a dead login keeps nobody from the config, and means no conversations', async () => {
  const environment = createTestEnvironment();
  await openSession(makeParty(environment));
  await backend.sql`delete from auth.sessions where user_id = ${stored(environment).userId}`;
  rewrite(environment, { expiresAt: 0 });
  const actor = makeParty(environment);
  assert.equal((await actor.widgetConfig()).id, acme.widgetId);
  assert.deepEqual(await actor.mySessions(), []);
  assert.equal(actor.userId(), null);
});

test('an outage of Auth ends nobody’s session', async () => {
  const environment = createTestEnvironment();
  const tab = makeTab(environment);
  const userId = await tab.signIn();
  rewrite(environment, { expiresAt: Date.now() + 30_000 });
  for (const kind of ['refuse', 'cut'] as const) {
    const reloaded = makeTab(environment);
    proxy.httpFaults.push({ kind, path: '/token' });
    assert.equal(await reloaded.token(), stored(environment).access, 'the old token is still good');
    await assert.rejects(reloaded.token(true), { code: kind === 'cut' ? 'network' : 'server' });
    assert.equal(reloaded.userId(), userId);
    proxy.heal();
  }
});

test('signing out while signing in leaves nobody behind', async () => {
  const environment = createTestEnvironment();
  const tab = makeTab(environment);
  const refused = assert.rejects(tab.signIn(), { code: 'closed' });
  await tab.signOut();
  await refused;
  assert.equal(tab.userId(), null);
  assert.equal(environment.storage.getItem(slot), null);
});

test('signing out while a token is exchanged leaves nobody behind', async () => {
  const environment = createTestEnvironment();
  const tab = makeTab(environment);
  await tab.signIn();
  const refused = assert.rejects(tab.token(true), { code: 'closed' });
  await tab.signOut();
  await refused;
  assert.equal(tab.userId(), null);
  assert.equal(environment.storage.getItem(slot), null);
});

test('a storage that refuses everything, or holds nonsense, costs only the memory', async () => {
  const forbidden = () => {
    throw new DOMException('denied', 'SecurityError');
  };
  const blocked = Object.assign(createTestEnvironment(), {
    storage: createGuardedStorage(() => ({ getItem: forbidden, setItem: forbidden, removeItem: forbidden })),
  });
  const tab = makeTab(blocked);
  const userId = await tab.signIn();
  assert.equal(tab.userId(), userId);
  assert.ok(await tab.token(true));
  await tab.signOut();
  assert.equal(tab.userId(), null);

  for (const nonsense of [
    '{',
    '[]',
    '"token"',
    '{"access":1,"refresh":{},"userId":null}',
    '{"__proto__":{"access":"x"}}',
  ]) {
    const environment = createTestEnvironment();
    environment.storage.setItem(slot, nonsense);
    assert.equal(makeTab(environment).userId(), null);
  }
});

test('a renewed token reaches the channels that are open', async () => {
  const environment = createTestEnvironment();
  const actor = makeParty(environment);
  const sessionId = await openSession(actor);
  const heard = createNotebook();
  actor.watchSession(sessionId, heard);
  await heard.reach('ready');
  pushedTokens = 0;
  // A token names the second it was made in: the next one must be another.
  const second = Math.floor(Date.now() / 1000);
  await until(() => Math.floor(Date.now() / 1000) > second, 'another second');
  environment.clock.now = () => Date.now() + 3_590_000;
  await actor.sync({ sessionId });
  await until(() => pushedTokens === 1, 'the token');
  assert.equal(heard.statuses.at(-1), 'ready');
});
