import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryStorage } from '../environment/browser-storage.ts';
import { createScene } from '../testing/index.ts';

test('the first message written without a network is sent once there is one', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor({ visitor: { name: 'Ines' } });
  transport.faults.setOnline(false);
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await clock.advance(60_000);
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [['Hello', 'pending']],
  );
  assert.equal(transport.userId(), null);
  transport.faults.setOnline(true);
  await clock.advance(30_000);
  assert.deepEqual(
    conversation.get().messages.map(({ seq, delivery }) => [seq, delivery]),
    [[1, 'sent']],
  );
  assert.equal(backend.database.sessions()[0]?.visitorName, 'Ines');
  scene.end();
});

for (const [step, code] of [
  ['signIn', 'network'],
  ['openSession', 'timeout'],
  ['sendMessage', 'server'],
] as const) {
  for (const afterCommit of [false, true]) {
    test(`the first message survives ${step} failing with ${code}, ${afterCommit ? 'answer' : 'request'} lost`, async () => {
      const scene = createScene();
      const { clock, backend } = scene;
      const { chat, transport } = scene.visitor();
      transport.faults.failNext(step, code, { afterCommit, times: 2 });
      const conversation = chat.conversation();
      conversation.open();
      await conversation.send({ content: 'Hello' });
      await conversation.send({ content: 'World' });
      await clock.advance(10_000);
      assert.equal(backend.database.sessions().length, 1);
      assert.deepEqual(
        conversation.get().messages.map(({ content, seq, delivery }) => [content, seq, delivery]),
        [
          ['Hello', 1, 'sent'],
          ['World', 2, 'sent'],
        ],
      );
      scene.end();
    });
  }
}

test('a reload before the first sign-in finds the conversation and its message again', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const before = scene.visitor();
  before.transport.faults.setOnline(false);
  const lost = before.chat.conversation();
  lost.open();
  await lost.send({ content: 'Hello' });
  await clock.advance(500);
  before.chat.destroy();

  const { chat, transport } = scene.visitor({ browser: before.browser });
  assert.equal(chat.hasIdentity(), true, 'there is something to come back to');
  const conversation = chat.conversation();
  assert.equal(conversation.id, lost.id);
  conversation.open();
  await clock.advance(2000);
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [['Hello', 'sent']],
  );
  assert.equal(backend.database.messages(lost.id).length, 1);
  assert.equal(transport.faults.calls.filter(({ method }) => method === 'signIn').length, 1);
  scene.end();
});

test('after its first message a new conversation is another one', async () => {
  const scene = createScene();
  const { chat } = scene.visitor();
  const first = chat.conversation();
  assert.equal(chat.conversation(), first);
  first.open();
  await first.send({ content: 'Hello' });
  await scene.clock.settle();
  assert.equal(chat.conversation(first.id), first);
  assert.notEqual(chat.conversation(), first);
  scene.end();
});

test('killed before its trace was written: the next page shows the first message in its conversation', async () => {
  const scene = createScene();
  const first = scene.visitor();
  first.transport.faults.setOnline(false);
  const before = first.chat.conversation();
  before.open();
  await before.send({ content: 'Hello' });
  await scene.clock.settle();
  first.chat.destroy();

  const killed = { ...first.browser, storage: createMemoryStorage() };
  const { chat, transport } = scene.visitor({ browser: killed });
  transport.faults.setOnline(false);
  assert.deepEqual(await chat.restore(), []);
  const conversation = chat.conversation();
  assert.equal(conversation.id, before.id);
  conversation.open();
  await scene.clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [['Hello', 'pending']],
  );
  transport.faults.setOnline(true);
  await scene.clock.advance(30_000);
  assert.equal(conversation.get().messages[0]?.delivery, 'sent');
  assert.notEqual(chat.conversation().id, before.id, 'what comes next is another conversation');
  scene.end();
});

test('a browser that lost the trace of somebody who talked has it again with the next look', async () => {
  const scene = createScene();
  const first = scene.visitor();
  await first.chat.conversation().send({ content: 'Hello' });
  await scene.clock.settle();
  const { storage } = first.browser;
  const key = `globalchat:${scene.backend.widgetId}:trace`;
  assert.equal(storage.getItem(key), 'talked');
  first.chat.destroy();
  storage.removeItem(key);
  const { chat } = scene.visitor({ browser: first.browser });
  await chat.restore();
  assert.equal(storage.getItem(key), 'talked');
  scene.end();
});
