import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

async function arrange() {
  const scene = createScene();
  const { chat } = scene.visitor();
  const agent = scene.agent({ filters: { status: 'open' } });
  await agent.inbox.start();
  const conversation = chat.conversation();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const thread = agent.inbox.thread(conversation.id);
  thread.open();
  await scene.clock.settle();
  return { scene, conversation, thread, ...agent };
}

test('a change shows at once in list and thread, and is taken back when the database refuses', async () => {
  const { scene, inbox, thread, transport } = await arrange();
  transport.faults.failNext('updateSession', 'not_allowed');
  let drawn = 0;
  thread.subscribe(() => (drawn += 1));
  const changing = thread.update({ status: 'resolved', tags: ['done'] });
  assert.deepEqual([thread.get().session?.status, thread.get().session?.tags], ['resolved', ['done']]);
  assert.deepEqual(inbox.get().sessions, [], 'it no longer matches');
  await assert.rejects(changing, { code: 'not_allowed' });
  await scene.clock.settle();
  assert.deepEqual([thread.get().session?.status, thread.get().session?.tags], ['open', []]);
  assert.equal(inbox.get().sessions.length, 1);
  assert.ok(drawn >= 2);
  scene.end();
});

test('a stored change does not flicker back before its event comes', async () => {
  const { scene, inbox, thread, transport } = await arrange();
  transport.faults.dropEvents(true);
  const seen = new Set<string>();
  thread.subscribe(() => seen.add(thread.get().session?.status ?? ''));
  await thread.update({ status: 'resolved' });
  await scene.clock.settle();
  assert.deepEqual([...seen], ['resolved']);
  assert.deepEqual(inbox.get().sessions, []);
  scene.end();
});

test('many at once: all or nothing', async () => {
  const { scene, inbox, conversation, thread } = await arrange();
  await assert.rejects(inbox.update([conversation.id, 'no-such-session'], { priority: 'high' }), {
    code: 'not_found',
  });
  assert.equal(thread.get().session?.priority, 'normal');
  const { chat } = scene.visitor();
  const second = chat.conversation();
  await second.send({ content: 'Hi' });
  await scene.clock.settle();
  await inbox.update([conversation.id, second.id], { priority: 'high' });
  assert.deepEqual(
    inbox.get().sessions.map(({ priority }) => priority),
    ['high', 'high'],
  );
  scene.end();
});
