import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Tabs } from '../../../environment/environment.ts';
import { GlobalChatError } from '../../../errors.ts';
import { createManualClock, createMemoryTabs } from '../../../testing/index.ts';
import type { ManualClock } from '../../../testing/index.ts';
import { listen, openSocketTab } from '../../../../test/socket-tabs.ts';
import type { SocketTab, SocketTabOptions } from '../../../../test/socket-tabs.ts';

let clock: ManualClock;
let tabs: Tabs;
let open: SocketTab[];
beforeEach(() => {
  clock = createManualClock();
  tabs = createMemoryTabs();
  open = [];
});
afterEach(async () => {
  for (const tab of open) tab.channels.close();
  await clock.settle();
  assert.equal(clock.pending(), 0, 'nothing is left behind');
});

function openTab(options: Partial<SocketTabOptions> = {}): SocketTab {
  const tab = openSocketTab({ clock, tabs, ...options });
  open.push(tab);
  return tab;
}

const tell = (tab: SocketTab, payload: unknown, topic = 'session:s'): void =>
  tab.joined.get(topic)?.onBroadcast?.('message', payload);

test('a single tab joins at once, without waiting for anybody', async () => {
  const tab = openTab();
  const ear = listen(tab);
  await clock.settle();
  assert.deepEqual([...tab.joined.keys()], ['session:s']);
  assert.equal(ear.statuses.at(-1), 'ready');
});

test('the second tab opens no socket and hears what the first one hears', async () => {
  const [first, second] = [openTab(), openTab()];
  const own = listen(first);
  await clock.settle();
  const other = listen(second);
  const only = listen(second, 'session:other');
  await clock.settle();
  assert.equal(second.joined.size, 0);
  assert.deepEqual([...first.joined.keys()], ['session:s', 'session:other']);
  assert.equal(other.statuses.at(-1), 'ready');
  tell(first, 1);
  tell(first, 2, 'session:other');
  first.joined.get('session:s')?.onChange?.();
  await clock.settle();
  assert.deepEqual(own.heard, [['message', 1], 'changed']);
  assert.deepEqual(other.heard, [['message', 1], 'changed']);
  assert.deepEqual(only.heard, [['message', 2]]);
  only.close();
  other.close();
  await clock.settle();
  assert.deepEqual([...first.joined.keys()], ['session:s'], 'what nobody wants any more is left');
});

test('typing across tabs: a tab without a socket tells it over the leader', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  const ear = listen(second, 'typing:visitor:s');
  ear.type();
  await clock.settle();
  assert.deepEqual(first.sent, [['typing:visitor:s', 'typing', { typing: true }]]);
  assert.deepEqual(second.sent, []);
});

test('the leader is lost: the other tab is told so, and that it is back', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  const ear = listen(second);
  await clock.settle();
  first.joined.get('session:s')?.onStatus?.('lost');
  await clock.settle();
  assert.equal(ear.statuses.at(-1), 'lost');
  first.joined.get('session:s')?.onStatus?.('ready');
  await clock.settle();
  assert.equal(ear.statuses.at(-1), 'ready');
});

test('a refused topic is refused in the tab that asked, with the reason', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first, 'widget:w');
  await clock.settle();
  const reasons: unknown[] = [];
  second.channels.open('session:s', {
    onStatus: (status, error) => void (status === 'refused' && reasons.push([error?.code, error?.message])),
  });
  await clock.settle();
  const refusal = new GlobalChatError('channel_refused', 'Unauthorized');
  first.joined.get('session:s')?.onStatus?.('refused', refusal);
  await clock.settle();
  assert.deepEqual(reasons, [['channel_refused', 'Unauthorized']]);
});

for (const how of ['closed', 'killed'] as const) {
  test(`leader ${how} while other tabs wait: one of them takes over, and all sync`, async () => {
    const [first, second, third] = [openTab(), openTab(), openTab()];
    const own = listen(first);
    await clock.settle();
    const ears = [listen(second), listen(third), listen(third, 'session:other')];
    await clock.settle();
    for (const ear of ears) ear.statuses.length = 0;
    if (how === 'killed') first.kill();
    else own.close();
    await clock.settle();
    assert.deepEqual([...second.joined.keys()].sort(), ['session:other', 'session:s']);
    assert.equal(third.joined.size, 0);
    // `joined` and `ready` make every watcher ask for what it missed.
    for (const ear of ears) assert.equal(ear.statuses.at(-1), 'ready');
    tell(second, 'after');
    await clock.settle();
    assert.deepEqual(ears[1]?.heard, [['message', 'after']]);
  });
}

test('words of a leader that was replaced are not heard any more', async () => {
  const [first, second, third] = [openTab(), openTab(), openTab()];
  const own = listen(first);
  await clock.settle();
  listen(second);
  await clock.settle();
  const ear = listen(third);
  await clock.settle();
  const stale = first.joined.get('session:s');
  own.close();
  await clock.settle();
  const before = [...ear.statuses];
  stale?.onBroadcast?.('message', 'stale');
  stale?.onStatus?.('lost');
  await clock.settle();
  assert.deepEqual([ear.heard, ear.statuses], [[], before]);
});

test('leader frozen: within a second of asking the tab in front has a socket of its own', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  const ear = listen(second);
  await clock.settle();
  first.freeze();
  second.channels.ask();
  await clock.advance(900);
  assert.equal(second.joined.size, 0);
  await clock.advance(200);
  assert.deepEqual([...second.joined.keys()], ['session:s']);
  assert.equal(ear.statuses.at(-1), 'ready');
  tell(second, 'alone');
  await clock.settle();
  assert.deepEqual(ear.heard, [['message', 'alone']]);
});

test('leader frozen and nobody asks: it is noticed anyway', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  listen(second);
  await clock.settle();
  first.freeze();
  await clock.advance(7000);
  assert.equal(second.joined.size, 1);
});

test('a frozen leader wakes up: there is one socket again, and nothing is heard twice', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  const ear = listen(second);
  await clock.settle();
  first.freeze();
  await clock.advance(7000);
  ear.statuses.length = 0;
  await first.thaw();
  await clock.advance(6000);
  assert.equal(second.joined.size, 0);
  assert.equal(ear.statuses.at(-1), 'ready');
  tell(first, 'again');
  await clock.settle();
  assert.deepEqual(ear.heard, [['message', 'again']]);
});

test('a tab opened while the leader is frozen does not wait for it', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  first.freeze();
  const ear = listen(second);
  await clock.advance(1100);
  assert.equal(ear.statuses.at(-1), 'ready');
});

test('a follower killed: the leader leaves what only that tab wanted', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  listen(second);
  listen(second, 'session:other');
  await clock.settle();
  second.kill();
  await clock.settle();
  assert.deepEqual([...first.joined.keys()], ['session:s']);
});

test('a tab of somebody else gets nothing from the leader and listens by itself', async () => {
  const [first, second] = [openTab(), openTab({ user: 'omar' })];
  const own = listen(first);
  await clock.settle();
  const other = listen(second);
  await clock.settle();
  assert.deepEqual([...second.joined.keys()], ['session:s']);
  tell(first, 'for ines');
  tell(second, 'for omar');
  await clock.settle();
  assert.deepEqual([own.heard, other.heard], [[['message', 'for ines']], [['message', 'for omar']]]);
});

test('reset in the leader: its socket is for nobody else any more', async () => {
  const [first, second] = [openTab(), openTab()];
  const own = listen(first);
  await clock.settle();
  listen(second);
  await clock.settle();
  // Signing out closes every channel.
  own.close();
  first.user = null;
  await clock.settle();
  assert.equal(first.joined.size, 0);
  assert.equal(second.joined.size, 1);
});

test('two widgets never meet', async () => {
  const [first, second] = [openTab(), openTab({ name: 'globalchat:socket:other' })];
  listen(first);
  const ear = listen(second);
  await clock.settle();
  assert.deepEqual([first.joined.size, second.joined.size], [1, 1]);
  tell(first, 'secret');
  await clock.settle();
  assert.deepEqual(ear.heard, []);
});

test('no Web Locks, or no BroadcastChannel: each tab has a socket, at once', () => {
  const alone: Tabs = {
    canLead: false,
    lead: () => () => undefined,
    channel: () => ({ post: () => undefined, close: () => undefined }),
  };
  const [first, second] = [openTab({ tabs: alone }), openTab({ tabs: alone })];
  listen(first);
  listen(second);
  assert.deepEqual([first.joined.size, second.joined.size], [1, 1]);
});

test('closed and opened again: the tab finds its leader once more', async () => {
  const [first, second] = [openTab(), openTab()];
  listen(first);
  await clock.settle();
  listen(second).close();
  const ear = listen(second);
  await clock.settle();
  assert.deepEqual([second.joined.size, ear.statuses.at(-1)], [0, 'ready']);
});

test('a tab whose own lock is granted late is not taken for one that died', async () => {
  const first = openTab();
  listen(first);
  await clock.settle();
  // Locks and messages between tabs take ways of their own: what a tab says may arrive before it holds its lock.
  const slow: Tabs = {
    ...tabs,
    lead(name, onLead) {
      let release = (): void => undefined;
      const timer = clock.setTimeout(() => (release = tabs.lead(name, onLead)), 100);
      return () => {
        clock.clearTimeout(timer);
        release();
      };
    },
  };
  const ear = listen(openTab({ tabs: slow }));
  await clock.settle();
  await clock.advance(200);
  assert.equal(ear.statuses.at(-1), 'ready');
  tell(first, 'after');
  await clock.settle();
  assert.deepEqual(ear.heard, [['message', 'after']]);
});
