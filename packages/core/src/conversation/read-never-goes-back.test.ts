import assert from 'node:assert/strict';
import test from 'node:test';
import { mergeSession } from '../store/session-view.ts';
import { buildInboxSession, buildSession, createScene } from '../testing/index.ts';
import type { DeliveryState } from '../types.ts';

test('pending, sent, delivered, read: in that order and never back, also when events come late', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport } = scene.visitor();
  const agent = scene.agent();
  await agent.inbox.start();
  const conversation = chat.conversation();
  conversation.open();
  const seen: DeliveryState[] = [];
  conversation.subscribe(() => {
    const state = conversation.get().messages[0]?.delivery;
    if (state && seen.at(-1) !== state) seen.push(state);
  });
  const release = transport.faults.hold('signIn');
  await conversation.send({ content: 'Hello' });
  await clock.settle();
  release();
  await clock.settle();
  const thread = agent.inbox.thread(conversation.id);
  agent.environment.setVisible(false);
  thread.open();
  thread.setVisible(true);
  await clock.advance(1000);
  assert.equal(seen.at(-1), 'delivered', 'arrived, but nobody looks');
  agent.environment.setVisible(true);
  await clock.advance(1000);
  assert.deepEqual(seen, ['pending', 'sent', 'delivered', 'read']);
  await clock.advance(60_000);
  assert.deepEqual(seen, ['pending', 'sent', 'delivered', 'read']);
  scene.end();
});

test('an older view of a session changes nothing', () => {
  const current = buildSession({ rev: 9, agentReadSeq: 4, agentDeliveredSeq: 4 });
  assert.equal(mergeSession(current, buildSession({ rev: 8, agentReadSeq: 2 }), 'visitor'), current);
});

test("on the agents' side a visitor's view never erases what only the team knows", () => {
  const current = buildInboxSession({ rev: 3, tags: ['vip'], priority: 'high' });
  const merged = mergeSession(current, buildSession({ rev: 4, status: 'resolved' }), 'agent');
  assert.deepEqual(
    [merged?.rev, merged?.status, merged?.tags, merged?.priority],
    [4, 'resolved', ['vip'], 'high'],
  );
  assert.equal(mergeSession(current, buildInboxSession({ rev: 2, tags: [] }), 'agent'), current);
  const full = buildInboxSession({ rev: 4, status: 'resolved', tags: ['vip', 'late'] });
  assert.equal(mergeSession(merged, full, 'agent'), full);
  assert.equal(mergeSession(null, buildSession(), 'agent'), null);
});

test('the team reading is not the visitor reading', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await clock.settle();
  const agent = backend.agent();
  await agent.sendMessage({ sessionId: conversation.id, messageId: 'a1', content: 'Hi' });
  await clock.settle();
  assert.deepEqual([conversation.get().unread, chat.get().unread], [1, 1]);
  assert.equal(backend.database.sessions()[0]?.visitorReadSeq, 1);
  conversation.setVisible(true);
  assert.equal(conversation.get().unread, 0, 'at once, the server is told in its own time');
  await clock.advance(1000);
  assert.equal(backend.database.sessions()[0]?.visitorReadSeq, 2);
  assert.equal(chat.get().unread, 0);
  scene.end();
});
