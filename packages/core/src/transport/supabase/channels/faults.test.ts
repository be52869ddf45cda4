// A bad network between a transport and the real backend: what the watcher is told, and that the channel comes back.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, mock, test } from 'node:test';
import { startBackend } from '../../../../test/backend.ts';
import type { Backend, Tenant } from '../../../../test/backend.ts';
import { startFaultProxy } from '../../../../test/chaos/proxy.ts';
import type { FaultProxy } from '../../../../test/chaos/proxy.ts';
import { createNotebook, LINKS, makeAgent, makeVisitor, openSession, say } from '../../../../test/actors.ts';
import type { ActorOptions, VisitorActor } from '../../../../test/actors.ts';
import { createTestEnvironment } from '../../../../test/test-environment.ts';
import type { AgentTransport } from '../../transport.ts';
import { createScaledClock } from '../../../../../../tools/test-kit/clocks.ts';
import { until } from '../../../../../../tools/test-kit/until.ts';

let backend: Backend;
let proxy: FaultProxy;
let acme: Tenant;
let agent: AgentTransport;
let opened: VisitorActor[] = [];
/** The joins that the server heard. */
const joins: { readonly topic: string }[] = [];
/** When joins of a conversation left this side, in milliseconds: on the way a busy machine may bring them closer. */
const departures: number[] = [];
/** Realtime reads it at each join. */
const limits: { channelsPerConnection?: number } = {};
/** The policies say no. */
let refusing = false;
let systemMessages = true;

before(async () => {
  const send = Reflect.get(WebSocket.prototype, 'send') as (this: WebSocket, data: unknown) => void;
  mock.method(WebSocket.prototype, 'send', function (this: WebSocket, data: string | BufferSource | Blob) {
    if (typeof data === 'string' && /phx_join/.test(data) && /session:/.test(data))
      departures.push(performance.now());
    send.call(this, data);
  });
  backend = await startBackend({
    realtime: {
      limits,
      timings: { joinRefusalDelayMs: 20, refusalDelayMs: 20 },
      faults: {
        inbound({ topic, event }, pass) {
          if (event === 'phx_join') joins.push({ topic });
          pass();
        },
        outbound({ event }, pass) {
          if (event !== 'system' || systemMessages) pass();
        },
        refuseJoin: () => (refusing ? 'You do not have permissions to read from this Channel topic' : null),
      },
    },
  });
  proxy = await startFaultProxy({ upstream: backend.apiUrl, random: () => 0.5 });
  [acme] = backend.tenants;
  agent = await makeAgent(backend, acme);
});
after(async () => {
  mock.restoreAll();
  agent?.close();
  await proxy?.close();
  await backend?.stop();
});
beforeEach(() => {
  joins.length = 0;
  departures.length = 0;
  refusing = false;
  delete limits.channelsPerConnection;
  systemMessages = true;
});
afterEach(() => {
  proxy.heal();
  for (const actor of opened) actor.close();
  opened = [];
});

function makeParty(options: ActorOptions): VisitorActor {
  const actor = makeVisitor(backend, acme, { url: proxy.url, ...options });
  opened.push(actor);
  return actor;
}

async function watch(options: ActorOptions) {
  const actor = makeParty(options);
  const sessionId = await openSession(actor);
  const heard = createNotebook();
  actor.watchSession(sessionId, heard);
  return { actor, sessionId, heard };
}

for (const kind of LINKS) {
  describe(`over the ${kind} link`, () => {
    test('a cut socket is told, comes back, and events flow again', async () => {
      const { actor, sessionId, heard } = await watch({ kind });
      await heard.reach('ready');
      proxy.cutSockets();
      await heard.reach('lost');
      assert.equal(actor.connection.get(), 'reconnecting');
      await heard.reach('ready');
      assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready', 'lost', 'joined', 'ready']);
      assert.equal(actor.connection.get(), 'live');
      await say(agent, sessionId, 'Back again');
      await until(() => heard.texts().includes('Back again'), 'the message');
    });

    test('a join that fails for a while is tried again, at most once a second', async () => {
      limits.channelsPerConnection = 0;
      const { heard } = await watch({ kind });
      await until(() => joins.filter(({ topic }) => topic.includes('session:')).length === 2, 'two attempts');
      delete limits.channelsPerConnection;
      await heard.reach('ready');
      assert.deepEqual(heard.statuses, ['joining', 'lost', 'joined', 'ready']);
      assert.equal(departures.length, 3);
      assert.ok(
        departures.every((moment, index) => moment - (departures[index - 1] ?? -Infinity) > 990),
        `joins at ${departures.join(', ')}`,
      );
    });

    test('a refused join is final and says why', async () => {
      refusing = true;
      const { actor, heard } = await watch({ kind });
      await heard.reach('refused');
      assert.deepEqual([heard.statuses, heard.errors], [['joining', 'refused'], ['channel_refused']]);
      await actor.sync({ sessionId: await openSession(actor) });
      assert.equal(joins.filter(({ topic }) => topic.includes('session:')).length, 1);
    });

    test('a server that never says when it is ready is trusted after a while', async () => {
      systemMessages = false;
      const { heard } = await watch({
        kind,
        environment: createTestEnvironment({ clock: createScaledClock(8) }),
      });
      await heard.reach('ready');
      assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready']);
    });

    test('a server that cannot be reached is the network, and a silent one a timeout', async () => {
      const actor = makeParty({ kind, environment: createTestEnvironment({ clock: createScaledClock(8) }) });
      proxy.down = true;
      await assert.rejects(actor.widgetConfig(), { code: 'network', retryable: true });
      proxy.down = false;
      proxy.httpFaults.push({ kind: 'black-hole', path: 'widget_config', times: 1 });
      await assert.rejects(actor.widgetConfig(), { code: 'timeout', retryable: true });
      proxy.httpFaults.push({ kind: 'refuse', path: 'widget_config', times: 1 });
      await assert.rejects(actor.widgetConfig(), { code: 'server', status: 503, retryable: true });
    });

    test('a watch that begins without a network is told so, and joins when there is one', async () => {
      const actor = makeParty({ kind });
      const sessionId = await openSession(actor);
      proxy.down = true;
      const heard = createNotebook();
      actor.watchSession(sessionId, heard);
      await heard.reach('lost');
      proxy.down = false;
      await heard.reach('ready');
    });
  });
}

describe('over the fetch link', () => {
  test('a half-open socket is noticed by the heartbeat', async () => {
    const clock = createScaledClock(8);
    const { heard } = await watch({ environment: createTestEnvironment({ clock }) });
    await heard.reach('ready');
    proxy.halfOpen = true;
    await heard.reach('lost');
    proxy.heal();
    await heard.reach('ready');
  });

  test('waking finds a half-open socket within seconds and leaves a good one alone', async () => {
    const environment = createTestEnvironment();
    const { heard } = await watch({ environment });
    await heard.reach('ready');
    environment.wake();
    proxy.halfOpen = true;
    const before = performance.now();
    environment.wake();
    await heard.reach('lost');
    assert.ok(performance.now() - before < 8_000);
    assert.equal(environment.sockets.length, 1);
    proxy.heal();
    await heard.reach('ready');
    assert.deepEqual(heard.statuses, ['joining', 'joined', 'ready', 'lost', 'joined', 'ready']);
  });

  test('a device without a network says offline', async () => {
    const environment = createTestEnvironment();
    const { actor, heard } = await watch({ environment });
    await heard.reach('ready');
    proxy.down = true;
    proxy.cutSockets();
    environment.setOnline(false);
    await until(() => actor.connection.get() === 'offline', 'offline');
    proxy.down = false;
    environment.setOnline(true);
    await until(() => actor.connection.get() === 'live', 'live');
  });
});
