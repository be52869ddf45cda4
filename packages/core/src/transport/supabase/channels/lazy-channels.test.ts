// The socket's code is a file of its own: it may come late, come when nobody waits any more, or not come at all.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createManualClock } from '../../../testing/manual-clock.ts';
import type { ManualClock } from '../../../testing/manual-clock.ts';
import { createTestEnvironment } from '../../../../test/test-environment.ts';
import type { TestEnvironment } from '../../../../test/test-environment.ts';
import type { ChannelStatus } from '../../transport.ts';
import { trackChannels } from './connection-state.ts';
import { createLazyChannels } from './lazy-channels.ts';
import type { LazyChannels } from './lazy-channels.ts';
import type { ChannelListener, OpenChannel } from '../link.ts';

interface Opened {
  readonly topic: string;
  readonly listener: ChannelListener;
  readonly sent: string[];
  closed: boolean;
}

let clock: ManualClock;
let environment: TestEnvironment;
let opened: Opened[];
let deferred: LazyChannels;
/** How each attempt to load goes on; the test decides. */
let loads: { arrive(): void; fail(): void }[];
let statuses: ChannelStatus[];

const open: OpenChannel = (topic, listener) => {
  const channel: Opened = { topic, listener, sent: [], closed: false };
  opened.push(channel);
  return {
    broadcast: (event) => void channel.sent.push(event),
    close: () => void (channel.closed = true),
  };
};

beforeEach(() => {
  clock = createManualClock();
  environment = createTestEnvironment({ clock });
  opened = [];
  loads = [];
  statuses = [];
  deferred = createLazyChannels(
    () =>
      new Promise((resolve, reject) => {
        loads.push({
          arrive: () => resolve(trackChannels(open, environment, () => undefined)),
          fail: () => reject(new TypeError('Failed to fetch')),
        });
      }),
    environment,
  );
});

const join = (topic = 'session:1') =>
  deferred.channel(topic, { onStatus: (status) => void statuses.push(status) });

test('nothing is loaded before a channel is wanted, and once for all that are', async () => {
  await clock.advance(60_000);
  assert.equal(loads.length, 0);
  join();
  join('typing:agent:1');
  assert.equal(deferred.connection.get(), 'connecting');
  loads[0]?.arrive();
  await clock.settle();
  join('widget:1');
  assert.equal(loads.length, 1);
  assert.deepEqual(
    opened.map(({ topic }) => topic),
    ['session:1', 'typing:agent:1', 'widget:1'],
  );
  opened[0]?.listener.onStatus?.('ready');
  await clock.settle();
  assert.deepEqual([statuses, deferred.connection.get()], [['ready'], 'live']);
});

test('a channel that was closed before its code arrived is never opened', async () => {
  join().close();
  const kept = join('widget:1');
  loads[0]?.arrive();
  await clock.settle();
  assert.deepEqual(
    opened.map(({ topic }) => topic),
    ['widget:1'],
  );
  kept.broadcast('typing', {});
  kept.close();
  assert.deepEqual([opened[0]?.sent, opened[0]?.closed], [['typing'], true]);
  assert.equal(deferred.connection.get(), 'idle');
});

test('code that does not arrive is told once as lost and asked for again, more and more slowly', async () => {
  join();
  const moments: number[] = [];
  for (let attempt = 0; attempt < 4; attempt += 1) {
    moments.push(clock.now());
    loads[attempt]?.fail();
    await clock.settle();
    while (loads.length === attempt + 1) await clock.advance(250);
  }
  assert.deepEqual([statuses, deferred.connection.get()], [['lost'], 'reconnecting']);
  const pauses = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
  assert.ok(
    pauses.every((pause, index) => pause >= 500 && pause > (pauses[index - 1] ?? 0) * 0.9),
    `pauses of ${pauses.join(', ')} ms`,
  );
  loads.at(-1)?.arrive();
  await clock.settle();
  opened[0]?.listener.onStatus?.('ready');
  await clock.settle();
  assert.deepEqual([statuses, deferred.connection.get()], [['lost', 'ready'], 'live']);
});

test('a device that is online again does not sit the pause out', async () => {
  join();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    loads[attempt]?.fail();
    await clock.settle();
    if (attempt < 4) environment.setOnline(attempt % 2 === 1);
  }
  assert.equal(loads.length, 5);
  environment.setOnline(false);
  environment.setOnline(true);
  await clock.settle();
  assert.equal(loads.length, 6);
});

test('when the last channel is closed between two tries, no timer stays, and a later channel asks anew', async () => {
  const channel = join();
  loads[0]?.fail();
  await clock.settle();
  assert.equal(clock.pending(), 1);
  channel.close();
  assert.equal(clock.pending(), 0);
  join();
  assert.equal(loads.length, 2);
  deferred.close();
  loads[1]?.arrive();
  await clock.settle();
  assert.deepEqual([opened, clock.pending()], [[], 0]);
});
