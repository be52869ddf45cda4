import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('what one person queued is never sent as somebody else', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport, browser } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await clock.settle();
  transport.faults.setOnline(false);
  await conversation.send({ content: 'From the first person' });
  await clock.advance(3000);
  // The token is revoked behind the client's back; the next sign-in makes another user.
  browser.storage.removeItem(`globalchat:${backend.widgetId}`);
  const sends = (): number => transport.faults.calls.filter(({ method }) => method === 'sendMessage').length;
  const before = sends();
  transport.faults.setOnline(true);
  await clock.advance(60_000);
  assert.equal(backend.database.messages(conversation.id).length, 1);
  assert.equal(sends(), before, 'not even tried');
  const last = conversation.get().messages.at(-1);
  assert.deepEqual(
    [last?.content, last?.delivery],
    ['From the first person', 'failed'],
    'kept, and shown as not sent',
  );
  conversation.retry(last?.id ?? '');
  await clock.advance(10_000);
  assert.deepEqual([backend.database.messages(conversation.id).length, sends()], [1, before]);
  scene.end();
});

test("an agent's unsent reply waits for that agent", async () => {
  const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'agent' } as const;
  const bob = { ...ada, userId: 'u-bob', displayName: 'Bob' } as const;
  const scene = createScene({ agents: [ada, bob] });
  const { clock, backend } = scene;
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  const { inbox, transport } = scene.agent();
  await inbox.start();
  const thread = inbox.thread(conversation.id);
  thread.open();
  await clock.settle();
  transport.faults.failNext('sendMessage', 'network', { times: 2 });
  await thread.send({ content: "Ada's words" });
  await clock.settle();

  transport.setUser('u-bob');
  await inbox.start();
  const bobs = inbox.thread(conversation.id);
  bobs.open();
  await clock.advance(60_000);
  assert.deepEqual(
    bobs.get().messages.map(({ content }) => content),
    ['Hello'],
  );
  assert.equal(backend.database.messages(conversation.id).length, 1);

  transport.setUser('u-ada');
  await inbox.start();
  const adas = inbox.thread(conversation.id);
  adas.open();
  await clock.advance(600_000);
  assert.deepEqual(
    backend.database
      .messages(conversation.id)
      .map(({ senderId, content }) => [senderId === 'u-ada', content]),
    [
      [false, 'Hello'],
      [true, "Ada's words"],
    ],
  );
  scene.end();
});

test('signed out, an agent cannot queue anything', async () => {
  const scene = createScene();
  const { inbox } = scene.agent({ userId: null });
  await inbox.start();
  assert.equal(inbox.get().status, 'signed-out');
  await assert.rejects(inbox.thread('s').send({ content: 'Hi' }), { code: 'not_signed_in' });
  scene.end();
});
