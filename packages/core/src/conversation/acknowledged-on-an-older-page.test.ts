import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('a message that was stored long ago and is acknowledged only now does not wait for ever at the end', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const first = scene.visitor();
  const started = first.chat.conversation();
  started.open();
  await started.send({ content: 'Hello' });
  await clock.settle();
  // Committed, and the page dies before anything tells it.
  first.transport.faults.dropEvents(true);
  first.transport.faults.failNext('sendMessage', 'network', { afterCommit: true });
  await started.send({ content: 'Long ago' });
  await clock.settle();
  first.transport.faults.setOnline(false);
  first.chat.destroy();
  assert.equal(backend.database.messages(started.id).length, 2);
  const agent = backend.agent();
  for (let number = 0; number < 60; number += 1)
    await agent.sendMessage({ sessionId: started.id, messageId: `a${number}`, content: `Answer ${number}` });

  const { chat, browser } = scene.visitor({ browser: first.browser });
  const conversation = chat.conversation(started.id);
  conversation.open();
  await clock.advance(10_000);
  assert.deepEqual(await browser.outboxStorage.load(`visitor:${chat.widgetId}`), []);
  assert.equal(backend.database.messages(started.id).length, 62);
  assert.deepEqual(
    conversation.get().messages.filter(({ seq }) => seq === null),
    [],
  );
  await conversation.loadOlder();
  assert.deepEqual(
    conversation.get().messages.map(({ seq }) => seq),
    Array.from({ length: 62 }, (_, index) => index + 1),
  );
  assert.equal(conversation.get().messages[1]?.content, 'Long ago');
  scene.end();
});
