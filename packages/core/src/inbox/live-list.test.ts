import assert from 'node:assert/strict';
import test from 'node:test';
import { buildInboxSession, createScene } from '../testing/index.ts';
import type { Scene, SceneAgent } from '../testing/index.ts';
import type { InboxSession } from '../types.ts';
import { createLiveList } from './live-list.ts';

/** Conversations of as many visitors, oldest first, a second apart. */
async function talk(scene: Scene, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const transport = scene.backend.visitor();
    const sessionId = `s${String(number).padStart(3, '0')}`;
    await transport.signIn();
    await transport.openSession({ sessionId, visitor: { name: `Visitor ${number}` }, metadata: {} });
    await transport.sendMessage({ sessionId, messageId: `m${number}`, content: `Hello ${number}` });
    await scene.clock.advance(1000);
    ids.push(sessionId);
  }
  return ids;
}

const listed = ({ inbox }: SceneAgent): string[] => inbox.get().sessions.map(({ id }) => id);

test('the list is live: a new conversation comes first, an old one that speaks again moves up', async () => {
  const scene = createScene();
  await talk(scene, 3);
  const agent = scene.agent();
  await agent.inbox.start();
  await scene.clock.settle();
  assert.deepEqual(listed(agent), ['s003', 's002', 's001']);
  await agent.transport.sendMessage({ sessionId: 's001', messageId: 'a1', content: 'Hi' });
  await scene.clock.settle();
  assert.deepEqual(listed(agent), ['s001', 's003', 's002']);
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  await scene.clock.advance(1000);
  await conversation.send({ content: 'New here' });
  await scene.clock.settle();
  assert.deepEqual(listed(agent), [conversation.id, 's001', 's003', 's002']);
  scene.end();
});

test('pages continue where the last one ended, while conversations move between them', async () => {
  const scene = createScene();
  await talk(scene, 120);
  const agent = scene.agent();
  await agent.inbox.start();
  await scene.clock.settle();
  assert.equal(listed(agent).length, 50);
  // One from the third page speaks, another of it only changes: the first belongs to the top now, the second stays away.
  await agent.transport.sendMessage({ sessionId: 's010', messageId: 'a1', content: 'Hi' });
  await agent.transport.updateSession('s005', { tags: ['vip'] });
  await scene.clock.settle();
  assert.deepEqual([listed(agent)[0], listed(agent).includes('s005')], ['s010', false]);
  await agent.inbox.loadMore();
  await agent.inbox.loadMore();
  await agent.inbox.loadMore();
  assert.equal(agent.inbox.get().hasMore, false);
  assert.equal(new Set(listed(agent)).size, 120);
  assert.deepEqual(listed(agent), [
    's010',
    ...Array.from({ length: 120 }, (_, index) => `s${String(120 - index).padStart(3, '0')}`).filter(
      (id) => id !== 's010',
    ),
  ]);
  assert.deepEqual(agent.inbox.get().sessions.find(({ id }) => id === 's005')?.tags, ['vip']);
  scene.end();
});

test('what was missed while the socket was down is read again, without a reload', async () => {
  const scene = createScene();
  await talk(scene, 5);
  const agent = scene.agent();
  await agent.inbox.start();
  await scene.clock.advance(60_000);
  agent.transport.faults.setOnline(false);
  const other = scene.backend.agent();
  await other.updateSession('s002', { status: 'resolved' });
  await other.sendMessage({ sessionId: 's001', messageId: 'a1', content: 'Hi' });
  await scene.clock.advance(10_000);
  agent.transport.faults.setOnline(true);
  await scene.clock.settle();
  assert.equal(listed(agent)[0], 's001');
  assert.equal(agent.inbox.get().sessions.find(({ id }) => id === 's002')?.status, 'resolved');
  scene.end();
});

test('the last bump lost, and nothing after it: found within 20 seconds', async () => {
  const scene = createScene();
  await talk(scene, 2);
  const agent = scene.agent();
  await agent.inbox.start();
  await scene.clock.settle();
  agent.transport.faults.dropEvents(true);
  await scene.backend.agent().updateSession('s001', { priority: 'urgent' });
  await scene.clock.advance(21_000);
  assert.equal(agent.inbox.get().sessions.find(({ id }) => id === 's001')?.priority, 'urgent');
  scene.end();
});

test('a conversation that leaves the filter leaves the list, unless somebody is looking at it', async () => {
  const scene = createScene();
  await talk(scene, 3);
  const agent = scene.agent({ filters: { status: 'open' } });
  await agent.inbox.start();
  await scene.clock.settle();
  agent.inbox.setViewing('s002');
  const other = scene.backend.agent();
  await other.updateSession('s001', { status: 'resolved' });
  await other.updateSession('s002', { status: 'resolved' });
  await scene.clock.advance(30_000);
  assert.deepEqual(listed(agent), ['s003', 's002']);
  agent.inbox.setViewing('s003');
  assert.deepEqual(listed(agent), ['s003']);
  agent.inbox.setViewing(null);
  await other.updateSession('s001', { status: 'open' });
  await scene.clock.settle();
  assert.deepEqual(listed(agent), ['s003', 's001']);
  scene.end();
});

test('another filter shows only its own answer, however late the one before comes', async () => {
  const scene = createScene();
  await talk(scene, 4);
  const agent = scene.agent();
  await agent.inbox.start();
  await scene.clock.settle();
  await agent.transport.updateSession('s002', { assignedTo: agent.inbox.get().me?.userId ?? '' });
  agent.transport.faults.setDelay(3000);
  agent.inbox.setFilters({ assignedTo: 'nobody' });
  agent.transport.faults.setDelay(0);
  agent.inbox.setFilters({ assignedTo: 'me' });
  await scene.clock.advance(10_000);
  assert.deepEqual(listed(agent), ['s002']);
  assert.deepEqual(agent.inbox.get().filters, { assignedTo: 'me' });
  scene.end();
});

test('a snooze that ends by itself brings the conversation back', async () => {
  const scene = createScene();
  await talk(scene, 2);
  const agent = scene.agent({ filters: { snoozed: false } });
  await agent.inbox.start();
  await scene.clock.settle();
  await agent.inbox.update(['s001'], { snoozedUntil: scene.clock.now() + 600_000 });
  await scene.clock.advance(3000);
  assert.deepEqual(listed(agent), ['s002']);
  assert.equal(agent.inbox.get().counts.snoozed, 1);
  await scene.clock.advance(630_000);
  assert.deepEqual(listed(agent), ['s002', 's001']);
  assert.equal(agent.inbox.get().counts.snoozed, 0);
  scene.end();
});

test('counts follow, at most once in two seconds however many events there are', async () => {
  const scene = createScene();
  const ids = await talk(scene, 30);
  const agent = scene.agent();
  await agent.inbox.start();
  await scene.clock.advance(3000);
  const from = agent.transport.faults.calls.length;
  const other = scene.backend.agent();
  for (const id of ids) {
    await other.updateSession(id, { status: 'resolved' });
    await scene.clock.advance(50);
  }
  await scene.clock.advance(2000);
  assert.deepEqual(agent.inbox.get().counts, { open: 0, pending: 0, snoozed: 0, resolved: 30 });
  const asked = agent.transport.faults.calls
    .slice(from)
    .filter(({ method }) => method === 'listSessions').length;
  assert.ok(asked <= 3, `${asked} requests for 30 events`);
  scene.end();
});

test('a day of traffic outside the filter piles up nothing', () => {
  const list = createLiveList(() => 0);
  list.reset({ status: 'open' }, 'me', [buildInboxSession({ id: 'kept' })], true);
  for (let number = 0; number < 1000; number += 1) {
    list.merge([buildInboxSession({ id: `s${number}`, status: 'resolved' })]);
  }
  assert.equal(list.find('s999'), null);
  const rows: readonly InboxSession[] = list.rows();
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['kept'],
  );
  list.merge([buildInboxSession({ id: 's1', status: 'resolved', rev: 9 })]);
  assert.equal(list.rows(), rows, 'nothing changed, nothing to draw');
});
