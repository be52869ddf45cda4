import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('events that say only that something changed bring everything within a second, as heard, and without a crowd of calls', async () => {
  const scene = createScene();
  const agent = scene.agent();
  const visitor = scene.visitor();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await agent.inbox.start();
  const thread = agent.inbox.thread(conversation.id);
  thread.open();
  await scene.clock.settle();
  const told: string[] = [];
  agent.inbox.onSessions((sessions, heard) => {
    for (const { lastMessagePreview } of sessions) if (heard) told.push(String(lastMessagePreview));
  });

  agent.transport.faults.thinEvents(true);
  visitor.transport.faults.thinEvents(true);
  const asked = (): number =>
    agent.transport.faults.calls.filter(({ method }) => method === 'listSessions').length;
  const before = asked();
  await scene.clock.advance(10);
  for (let count = 1; count <= 20; count += 1)
    await conversation.send({ content: `Message ${String(count)}` });
  await scene.clock.advance(1100);
  assert.equal(agent.inbox.get().sessions[0]?.lastMessagePreview, 'Message 20');
  assert.equal(told.at(-1), 'Message 20');
  assert.equal(thread.get().messages.at(-1)?.content, 'Message 20');
  assert.ok(asked() - before <= 6, `asked ${String(asked() - before)} times`);

  await thread.send({ content: 'An answer' });
  await thread.addNote('A note');
  await scene.clock.advance(1100);
  assert.equal(conversation.get().messages.at(-1)?.content, 'An answer');
  assert.deepEqual(
    conversation.get().messages.map(({ seq }) => seq),
    Array.from({ length: 22 }, (_, index) => index + 1),
  );

  agent.transport.faults.thinEvents(false);
  visitor.transport.faults.thinEvents(false);
  await conversation.send({ content: 'As before' });
  await scene.clock.settle();
  assert.equal(thread.get().messages.at(-1)?.content, 'As before');
  scene.end();
});

/** An inbox that hears of one conversation by thin events only, and the previews that it was told as heard. */
async function listenToThinEvents() {
  const scene = createScene();
  const agent = scene.agent();
  const conversation = scene.visitor().chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await agent.inbox.start();
  await scene.clock.advance(10);
  const told: string[] = [];
  agent.inbox.onSessions((sessions, heard) => {
    for (const { lastMessagePreview } of sessions) if (heard) told.push(String(lastMessagePreview));
  });
  agent.transport.faults.thinEvents(true);
  return { scene, agent, conversation, told };
}

test('a change that another reading brought before the event was followed is told as heard', async () => {
  const { scene, agent, conversation, told } = await listenToThinEvents();
  await conversation.send({ content: 'Read by chance' });
  await scene.clock.settle();
  agent.environment.wake();
  await scene.clock.settle();
  assert.equal(agent.inbox.get().sessions[0]?.lastMessagePreview, 'Read by chance');
  await scene.clock.advance(1100);
  assert.deepEqual(told, ['Read by chance']);
  scene.end();
});

test('a change that was read before its event came is told as heard by the event', async () => {
  const { scene, agent, conversation, told } = await listenToThinEvents();
  agent.transport.faults.setDelay(500);
  await conversation.send({ content: 'Read by chance' });
  await scene.clock.settle();
  agent.transport.faults.setDelay(0);
  agent.environment.wake();
  await scene.clock.advance(100);
  assert.equal(agent.inbox.get().sessions[0]?.lastMessagePreview, 'Read by chance');
  assert.deepEqual(told, []);
  await scene.clock.advance(2000);
  assert.deepEqual(told, ['Read by chance']);
  scene.end();
});
