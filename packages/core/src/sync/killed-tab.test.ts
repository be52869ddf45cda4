import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryBrowser, createScene } from '../testing/index.ts';
import type { Scene, SceneVisitor } from '../testing/index.ts';

/** A tab that dies stops in the middle of everything: nothing of it runs any more, and its lock is free. */
function kill(visitor: SceneVisitor): void {
  visitor.transport.faults.setOnline(false);
  visitor.chat.destroy();
}

async function talk(scene: Scene): Promise<{ first: SceneVisitor; id: string }> {
  const first = scene.visitor();
  const conversation = first.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  return { first, id: conversation.id };
}

test('killed between Enter and the request: the next page sends it', async () => {
  const scene = createScene();
  const { first, id } = await talk(scene);
  first.transport.faults.hold('sendMessage');
  await first.chat.conversation(id).send({ content: 'Last words' });
  kill(first);
  const { chat } = scene.visitor({ browser: first.browser });
  await chat.restore();
  await scene.clock.settle();
  assert.deepEqual(
    scene.backend.database.messages(id).map(({ content }) => content),
    ['Hello', 'Last words'],
  );
  scene.end();
});

test('killed between the answer and the deletion: the next page sends it again and nothing doubles', async () => {
  const scene = createScene();
  const browser = createMemoryBrowser();
  const forgetful = {
    ...browser,
    outboxStorage: { ...browser.outboxStorage, remove: () => new Promise<void>(() => undefined) },
  };
  const first = scene.visitor({ browser: forgetful });
  const conversation = first.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  assert.equal(conversation.get().messages[0]?.delivery, 'sent');
  kill(first);
  assert.equal((await browser.outboxStorage.load(`visitor:${first.chat.widgetId}`)).length, 1);

  const { chat } = scene.visitor({ browser });
  await chat.restore();
  const again = chat.conversation(conversation.id);
  again.open();
  await scene.clock.settle();
  assert.deepEqual(
    again.get().messages.map(({ seq, delivery }) => [seq, delivery]),
    [[1, 'sent']],
  );
  assert.deepEqual(await browser.outboxStorage.load(`visitor:${chat.widgetId}`), []);
  assert.equal(scene.backend.database.sessions()[0]?.rev, 2, 'nobody was notified twice');
  scene.end();
});

test('reloaded five times while sending: one row, one bubble', async () => {
  const scene = createScene();
  const { first, id } = await talk(scene);
  first.transport.faults.hold('sendMessage');
  const messageId = await first.chat.conversation(id).send({ content: 'Again and again' });
  kill(first);
  for (let reload = 0; reload < 5; reload += 1) {
    const visitor = scene.visitor({ browser: first.browser });
    visitor.transport.faults.failNext('sendMessage', 'network', { afterCommit: true, times: 9 });
    visitor.transport.faults.dropEvents(true);
    visitor.chat.conversation(id).open();
    await scene.clock.settle();
    kill(visitor);
  }
  const { chat } = scene.visitor({ browser: first.browser });
  const conversation = chat.conversation(id);
  conversation.open();
  await scene.clock.advance(3000);
  assert.equal(scene.backend.database.messages(id).filter((message) => message.id === messageId).length, 1);
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [
      ['Hello', 'sent'],
      ['Again and again', 'sent'],
    ],
  );
  scene.end();
});
