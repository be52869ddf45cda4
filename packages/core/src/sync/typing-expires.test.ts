import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';
import { createTypingSender } from './typing.ts';
import { createManualClock } from '../testing/index.ts';

test('typing is told at the first keystroke, then every three seconds, and when it ends', () => {
  const clock = createManualClock();
  const told: boolean[] = [];
  const sender = createTypingSender(clock, (typing) => told.push(typing));
  for (let keystroke = 0; keystroke < 70; keystroke += 1) {
    sender.typed();
    clock.jump(100);
  }
  assert.deepEqual(told, [true, true, true]);
  sender.stopped();
  sender.stopped();
  assert.deepEqual(told, [true, true, true, false]);
  sender.typed();
  clock.jump(6000);
  sender.stopped();
  assert.deepEqual(told, [true, true, true, false, true], 'the other side forgot by itself');
});

async function arrange() {
  const scene = createScene();
  const { chat } = scene.visitor();
  const agent = scene.agent();
  const conversation = chat.conversation();
  conversation.open();
  await agent.inbox.start();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const thread = agent.inbox.thread(conversation.id);
  thread.open();
  await scene.clock.settle();
  return { scene, conversation, thread, agent };
}

test('typing that is not repeated is forgotten after five seconds', async () => {
  const { scene, conversation, thread } = await arrange();
  thread.setTyping(true);
  await scene.clock.settle();
  assert.deepEqual(conversation.get().typing, { name: 'Ada' });
  await scene.clock.advance(4900);
  assert.notEqual(conversation.get().typing, null);
  await scene.clock.advance(200);
  assert.equal(conversation.get().typing, null);
  scene.end();
});

test('a message ends the typing that announced it, and nobody hears the own typing', async () => {
  const { scene, conversation, thread } = await arrange();
  conversation.setTyping(true);
  await scene.clock.settle();
  assert.notEqual(thread.get().typing, null);
  assert.equal(conversation.get().typing, null);
  await conversation.send({ content: 'Here' });
  await scene.clock.settle();
  assert.equal(thread.get().typing, null);
  scene.end();
});

test('before the conversation exists nobody is told of typing', async () => {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  conversation.setTyping(true);
  await scene.clock.settle();
  assert.deepEqual(
    transport.faults.channels().filter((topic) => !topic.startsWith('widget:')),
    [],
  );
  scene.end();
});
