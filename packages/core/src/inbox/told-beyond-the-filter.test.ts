import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('changes that the filter hides are told, as heard or as read again, until nobody listens', async () => {
  const scene = createScene();
  const agent = scene.agent({ filters: { status: 'resolved' } });
  await agent.inbox.start();
  await scene.clock.settle();
  const told: string[] = [];
  const end = agent.inbox.onSessions((sessions, heard) => {
    for (const { lastMessagePreview } of sessions)
      told.push(`${heard ? 'heard' : 'read'} ${lastMessagePreview}`);
  });
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  assert.deepEqual(agent.inbox.get().sessions, []);
  assert.equal(told.at(-1), 'heard Hello');

  agent.transport.faults.dropEvents(true);
  await conversation.send({ content: 'Still there?' });
  await scene.clock.settle();
  agent.transport.faults.dropEvents(false);
  agent.environment.wake();
  await scene.clock.settle();
  assert.equal(told.at(-1), 'read Still there?');

  end();
  const before = told.length;
  await conversation.send({ content: 'Bye' });
  await scene.clock.settle();
  assert.equal(told.length, before);
  scene.end();
});

test('the end of a conversation is told, until nobody listens', async () => {
  const scene = createScene();
  const agent = scene.agent();
  await agent.inbox.start();
  const told: string[] = [];
  const end = agent.inbox.onErased((sessionIds) => told.push(...sessionIds));
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  await chat.erase();
  await scene.clock.settle();
  assert.deepEqual([told, agent.inbox.get().sessions], [[conversation.id], []]);
  end();
  await chat.conversation().send({ content: 'Hello again' });
  await scene.clock.settle();
  await chat.erase();
  await scene.clock.settle();
  assert.equal(told.length, 1);
  scene.end();
});
