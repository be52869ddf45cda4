import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('destroyed in the middle of everything, nothing is left: no timer, listener, channel or request', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const visitor = scene.visitor();
  const agent = scene.agent();
  await agent.inbox.start();
  const conversation = visitor.chat.conversation();
  conversation.open();
  conversation.setVisible(true);
  await conversation.send({ content: 'Hello' });
  await clock.settle();
  const thread = agent.inbox.thread(conversation.id);
  thread.open();
  thread.setVisible(true);
  agent.inbox.setViewing(conversation.id, true);
  conversation.setTyping(true);
  thread.setTyping(true);
  visitor.transport.faults.failNext('sendMessage', 'network', { times: 9 });
  await conversation.send({ content: 'Waiting' });
  await thread.send({ content: 'Hi' });
  await clock.settle();
  visitor.chat.destroy();
  agent.inbox.destroy();
  await clock.settle();
  assert.equal(clock.pending(), 0);
  for (const { environment, transport } of [visitor, agent]) {
    assert.equal(environment.listeners(), 0);
    assert.deepEqual(transport.faults.channels(), []);
  }
  const calls = visitor.transport.faults.calls.length + agent.transport.faults.calls.length;
  await backend.agent().sendMessage({ sessionId: conversation.id, messageId: 'late', content: 'Late' });
  await clock.advance(600_000);
  assert.equal(visitor.transport.faults.calls.length + agent.transport.faults.calls.length, calls);
});

test('an element removed and added again goes on where it was', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await clock.settle();
  for (let round = 1; round <= 5; round += 1) {
    conversation.close();
    conversation.close();
    assert.deepEqual(transport.faults.channels(), []);
    await backend.agent().sendMessage({ sessionId: conversation.id, messageId: `a${round}`, content: 'Hi' });
    await clock.settle();
    conversation.open();
    conversation.open();
    await clock.settle();
    assert.equal(conversation.get().messages.length, round + 1);
    assert.equal(transport.faults.channels().length, 3);
  }
  scene.end();
  await clock.settle();
  assert.equal(clock.pending(), 0);
});

test('an hour of traffic leaves timers, listeners and channels as they were', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const visitor = scene.visitor();
  const agent = scene.agent();
  await agent.inbox.start();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await clock.advance(30_000);
  const measure = (): number[] => [
    clock.pending(),
    visitor.environment.listeners(),
    agent.environment.listeners(),
    visitor.transport.faults.channels().length,
    agent.transport.faults.channels().length,
  ];
  const before = measure();
  for (let minute = 0; minute < 60; minute += 1) {
    await backend.agent().sendMessage({ sessionId: conversation.id, messageId: `a${minute}`, content: 'Hi' });
    await conversation.send({ content: `Minute ${minute}` });
    if (minute % 10 === 0) {
      visitor.transport.faults.setOnline(false);
      await clock.advance(5000);
      visitor.transport.faults.setOnline(true);
    }
    await clock.advance(55_000);
  }
  await clock.advance(30_000);
  assert.deepEqual(measure(), before);
  assert.equal(conversation.get().messages.length, 121);
  scene.end();
});
