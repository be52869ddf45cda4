import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'agent' } as const;
const bob = { ...ada, userId: 'u-bob', displayName: 'Bob' } as const;
const FILTERS = { tags: ['of Ada'] };

/** Ada is at work: a draft, filters of hers, an open conversation. */
async function adaAtWork() {
  const scene = createScene({ agents: [ada, bob] });
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const agent = scene.agent({ userId: ada.userId });
  await agent.inbox.start();
  agent.inbox.setFilters(FILTERS);
  const thread = agent.inbox.thread(conversation.id);
  thread.open();
  thread.setDraft('Ada thinks that');
  await scene.clock.settle();
  return { scene, ...agent, clock: scene.clock, id: conversation.id, thread };
}

for (const [how, next] of [
  ['signed out elsewhere', null],
  ['switched without a sign-out', bob.userId],
] as const) {
  test(`an agent who is ${how} leaves no draft, list, filter and conversation behind`, async () => {
    const { scene, inbox, transport, clock, id, thread } = await adaAtWork();
    transport.setUser(next);
    assert.deepEqual(
      [inbox.get().sessions, inbox.get().me, inbox.get().filters],
      [[], null, {}],
      'at once, before anything is asked',
    );
    inbox.setViewing(null);
    assert.deepEqual(inbox.get().sessions, [], 'nor does the list come back by itself');
    transport.setUser(bob.userId);
    await inbox.start();
    await clock.settle();
    assert.equal(inbox.get().me?.userId, bob.userId);
    assert.notEqual(inbox.thread(id), thread);
    assert.equal(inbox.thread(id).get().draft, '');
    scene.end();
  });
}

test('whoever starts at this browser next, without a sign-out that was seen, finds no draft of the last one', async () => {
  const { scene, inbox, environment, id } = await adaAtWork();
  inbox.destroy();
  const bobs = scene.agent({ userId: bob.userId, environment });
  await bobs.inbox.start();
  assert.equal(bobs.inbox.thread(id).get().draft, '');
  bobs.inbox.destroy();
  const again = scene.agent({ userId: ada.userId, environment });
  await again.inbox.start();
  assert.equal(again.inbox.thread(id).get().draft, 'Ada thinks that', 'who comes back finds it');
  scene.end();
});
