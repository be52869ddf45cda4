import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';
import { buildSession } from '../testing/index.ts';
import { mergeSession } from '../store/session-view.ts';

const ORDER = ['pending', 'sent', 'delivered', 'read'];

test('pending, sent, delivered, read: no step is ever taken back, whatever is lost, late or told twice', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  const steps = new Map<string, number>();
  conversation.subscribe(() => {
    for (const { id, delivery } of conversation.get().messages) {
      const step = ORDER.indexOf(delivery);
      assert.ok(step >= (steps.get(id) ?? 0), `${delivery} after ${ORDER[steps.get(id) ?? 0]}`);
      steps.set(id, step);
    }
  });
  conversation.open();
  transport.faults.setDelay(50);
  const agent = scene.backend.agent();
  for (let number = 1; number <= 6; number += 1) {
    if (number % 2 === 0) transport.faults.failNext('sendMessage', 'timeout', { afterCommit: true });
    transport.faults.dropEvents(number % 3 === 0);
    await conversation.send({ content: `Message ${number}` });
    await clock.advance(700);
    await agent.markDelivered(conversation.id, number);
    await clock.advance(40);
    if (number % 2 === 1) await agent.markRead(conversation.id, number);
    await clock.advance(700);
  }
  transport.faults.dropEvents(false);
  await agent.markRead(conversation.id, 6);
  await clock.advance(30_000);
  assert.deepEqual([...steps.values()], [3, 3, 3, 3, 3, 3]);
  scene.end();
});

test('an older view of a session changes nothing, also one that was read less far', () => {
  const now = buildSession({ rev: 9, agentReadSeq: 5, agentDeliveredSeq: 6 });
  const before = buildSession({ rev: 8, agentReadSeq: 2, agentDeliveredSeq: 2 });
  assert.equal(mergeSession(now, before, 'visitor'), now);
});
