import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('a message whose answer was lost is sent again under the same id and stored once', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  transport.faults.dropEvents(true);
  transport.faults.failNext('sendMessage', 'network', { afterCommit: true });
  const id = await conversation.send({ content: 'Hello' });
  await clock.advance(5000);
  const sent = transport.faults.calls.filter(({ method }) => method === 'sendMessage');
  assert.ok(sent.length >= 1);
  assert.ok(sent.every(({ argument }) => (argument as { messageId: string }).messageId === id));
  assert.deepEqual(
    backend.database.messages(conversation.id).map((message) => message.id),
    [id],
  );
  assert.deepEqual(
    conversation.get().messages.map(({ id: shown, delivery }) => [shown, delivery]),
    [[id, 'sent']],
  );
  scene.end();
});

test('the answer to a repeated send never hides what was committed in between', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'One' });
  await clock.settle();
  transport.faults.dropEvents(true);
  transport.faults.failNext('sendMessage', 'timeout', { afterCommit: true });
  await conversation.send({ content: 'Two' });
  await clock.settle();
  // While the visitor's client backs off, the agent answers: one rev that only a sync can bring.
  await backend.agent().sendMessage({ sessionId: conversation.id, messageId: 'a1', content: 'Three' });
  await clock.advance(2000);
  assert.deepEqual(
    conversation.get().messages.map(({ content }) => content),
    ['One', 'Two', 'Three'],
  );
  scene.end();
});

test('a message that the sync finds lets the next one go although its own request hangs', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'One' });
  await clock.settle();
  transport.faults.failNext('sendMessage', 'rate_limited', { afterCommit: true, retryAfter: 3_600_000 });
  await conversation.send({ content: 'Two' });
  await conversation.send({ content: 'Three' });
  await clock.advance(5000);
  assert.deepEqual(
    backend.database.messages(conversation.id).map(({ content }) => content),
    ['One', 'Two', 'Three'],
  );
  scene.end();
});
