import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('messages reach the database in the order of sending, whatever fails in between', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  transport.faults.failNext('sendMessage', 'network', { times: 2 });
  transport.faults.failNext('sendMessage', 'server', { afterCommit: true });
  for (const content of ['1', '2', '3', '4', '5']) await conversation.send({ content });
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    ['1', '2', '3', '4', '5'].map((content) => [content, 'pending']),
  );
  await clock.advance(20_000);
  assert.deepEqual(
    backend.database.messages(conversation.id).map(({ content }) => content),
    ['1', '2', '3', '4', '5'],
  );
  scene.end();
});

test('only one request of a session is on its way at a time', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: '0' });
  await clock.settle();
  const release = transport.faults.hold('sendMessage');
  for (const content of ['1', '2', '3']) await conversation.send({ content });
  await clock.settle();
  assert.equal(transport.faults.calls.filter(({ method }) => method === 'sendMessage').length, 2);
  release();
  await clock.settle();
  assert.equal(conversation.get().messages.filter(({ delivery }) => delivery === 'sent').length, 4);
  scene.end();
});

test('a 429 is obeyed even when the network just came back', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport, environment } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: '0' });
  await clock.settle();
  transport.faults.failNext('sendMessage', 'rate_limited', { retryAfter: 8000 });
  await conversation.send({ content: '1' });
  await clock.settle();
  const attempts = (): number =>
    transport.faults.calls.filter(({ method }) => method === 'sendMessage').length;
  environment.setOnline(false);
  environment.setOnline(true);
  await clock.advance(7000);
  assert.equal(attempts(), 2);
  await clock.advance(1500);
  assert.equal(attempts(), 3);
  assert.equal(conversation.get().messages.at(-1)?.delivery, 'sent');
  scene.end();
});

test('a network that comes back ends the wait of a retry', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport, environment } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: '0' });
  await clock.settle();
  transport.faults.setOnline(false);
  environment.setOnline(false);
  await conversation.send({ content: '1' });
  await clock.advance(120_000);
  transport.faults.setOnline(true);
  environment.setOnline(true);
  await clock.settle();
  assert.equal(conversation.get().messages.at(-1)?.delivery, 'sent');
  scene.end();
});

test('after an hour of refusals a server that works again is asked within a quarter of a minute', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: '0' });
  await clock.settle();
  const attempts = (): number =>
    transport.faults.calls.filter(({ method }) => method === 'sendMessage').length;
  transport.faults.failNext('sendMessage', 'server', { times: 480 });
  await conversation.send({ content: '1' });
  let pause = 0;
  while (conversation.get().messages.at(-1)?.delivery !== 'sent') {
    const before = attempts();
    await clock.advance(1000);
    pause = attempts() === before ? pause + 1 : 0;
    assert.ok(pause <= 15, 'the other quarter is for a request that hung when the fault ended');
  }
  const minutes = (clock.now() - (conversation.get().messages[0]?.createdAt ?? 0)) / 60_000;
  assert.ok(minutes > 55, `480 attempts in ${minutes} minutes`);
  scene.end();
});
