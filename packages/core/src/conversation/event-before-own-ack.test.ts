import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('an own message heard before its answer is one bubble, sent, and stays one', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport, browser } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'First' });
  await clock.settle();

  const states: string[] = [];
  conversation.subscribe(() =>
    states.push(
      conversation
        .get()
        .messages.map(({ delivery }) => delivery)
        .join(),
    ),
  );
  const release = transport.faults.hold('sendMessage');
  const id = await conversation.send({ content: 'Second' });
  await clock.settle();
  assert.equal(conversation.get().messages.at(-1)?.delivery, 'pending');
  // Committed by the same user from elsewhere, as after a lost answer: the event comes, the request still hangs.
  const twin = backend.visitor({ storage: browser.storage });
  await twin.sendMessage({ sessionId: conversation.id, messageId: id, content: 'Second' });
  await clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ seq, delivery }) => [seq, delivery]),
    [
      [1, 'sent'],
      [2, 'sent'],
    ],
  );
  release();
  await clock.advance(3000);
  assert.deepEqual(
    conversation.get().messages.map(({ seq }) => seq),
    [1, 2],
  );
  assert.ok(!states.includes('sent'), 'the bubble never vanished on the way');
  assert.deepEqual(await browser.outboxStorage.load(`visitor:${backend.widgetId}`), []);
  scene.end();
});

test('an acknowledged message stays pending, and visible, until what is before it arrived', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'First' });
  await clock.settle();
  transport.faults.dropEvents(true);
  await backend.agent().sendMessage({ sessionId: conversation.id, messageId: 'a1', content: 'Missed' });
  const release = transport.faults.hold('sync');
  await conversation.send({ content: 'Second' });
  await clock.settle();
  assert.equal(backend.database.messages(conversation.id).length, 3);
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [
      ['First', 'sent'],
      ['Second', 'pending'],
    ],
  );
  release();
  await clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [
      ['First', 'read'],
      ['Missed', 'sent'],
      ['Second', 'sent'],
    ],
  );
  scene.end();
});
