import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

async function arrange() {
  const scene = createScene();
  const visitor = scene.visitor();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const agent = scene.backend.agent();
  let number = 0;
  const answer = (): Promise<unknown> =>
    agent.sendMessage({ sessionId: conversation.id, messageId: `a${(number += 1)}`, content: 'Hi' });
  const calls = (method: string): number =>
    visitor.transport.faults.calls.filter((call) => call.method === method).length;
  return { scene, ...visitor, conversation, answer, calls };
}

test('a burst that is being read costs one call a second', async () => {
  const { scene, conversation, answer, calls } = await arrange();
  conversation.setVisible(true);
  for (let count = 0; count < 20; count += 1) {
    await answer();
    await scene.clock.advance(100);
  }
  await scene.clock.advance(1000);
  assert.ok(calls('markRead') >= 2 && calls('markRead') <= 4, `${calls('markRead')} calls in three seconds`);
  assert.equal(calls('markDelivered'), 0);
  assert.equal(scene.backend.database.sessions()[0]?.visitorReadSeq, 21);
  scene.end();
});

test('own messages need no receipt', async () => {
  const { scene, conversation, calls } = await arrange();
  conversation.setVisible(true);
  await conversation.send({ content: 'Again' });
  await scene.clock.advance(30_000);
  assert.equal(calls('markRead') + calls('markDelivered'), 0);
  scene.end();
});

test('a page in the background confirms arrival, not reading', async () => {
  const { scene, conversation, environment, answer, calls } = await arrange();
  conversation.setVisible(true);
  environment.setVisible(false);
  await answer();
  await scene.clock.advance(5000);
  assert.deepEqual([calls('markRead'), calls('markDelivered')], [0, 1]);
  assert.equal(conversation.get().unread, 1);
  environment.setVisible(true);
  await scene.clock.advance(5000);
  assert.deepEqual([calls('markRead'), calls('markDelivered')], [1, 1]);
  scene.end();
});

test('a receipt that failed is told again', async () => {
  const { scene, conversation, transport, answer } = await arrange();
  transport.faults.failNext('markRead', 'network');
  conversation.setVisible(true);
  await answer();
  await scene.clock.advance(10_000);
  assert.equal(scene.backend.database.sessions()[0]?.visitorReadSeq, 2);
  scene.end();
});

test('a receipt answered with a rev that others made skips no event', async () => {
  const { scene, conversation, transport, answer } = await arrange();
  await answer();
  await scene.clock.settle();
  transport.faults.dropEvents(true);
  await answer();
  // The answer carries the newest rev, whose message this client has not seen.
  conversation.setVisible(true);
  await scene.clock.settle();
  transport.faults.dropEvents(false);
  await answer();
  await scene.clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ seq }) => seq),
    [1, 2, 3, 4],
  );
  scene.end();
});
