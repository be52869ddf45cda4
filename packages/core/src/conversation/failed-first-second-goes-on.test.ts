import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('a refused message keeps its text and its place, and does not hold up the next one', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  transport.faults.failNext('sendMessage', 'blocked');
  const first = await conversation.send({ content: 'Refused' });
  await conversation.send({ content: 'Accepted' });
  await clock.settle();
  assert.deepEqual(
    conversation
      .get()
      .messages.map(({ content, delivery, error }) => [content, delivery, error?.code ?? null]),
    [
      ['Accepted', 'sent', null],
      ['Refused', 'failed', 'blocked'],
    ],
  );

  conversation.retry(first);
  assert.equal(conversation.get().messages.at(-1)?.delivery, 'failed');
  await clock.settle();
  assert.deepEqual(
    backend.database.messages(conversation.id).map(({ id, content }) => [id === first, content]),
    [
      [false, 'Accepted'],
      [true, 'Refused'],
    ],
  );
  scene.end();
});

test('a refused message is still there, still refused, after a reload, until it is dropped', async () => {
  const scene = createScene();
  const { clock } = scene;
  const before = scene.visitor();
  const opened = before.chat.conversation();
  opened.open();
  await opened.send({ content: 'Fine' });
  await clock.settle();
  before.transport.faults.failNext('sendMessage', 'content_too_long');
  await opened.send({ content: 'Refused' });
  await clock.settle();
  before.chat.destroy();

  const { chat, browser } = scene.visitor({ browser: before.browser });
  const conversation = chat.conversation(opened.id);
  conversation.open();
  await clock.settle();
  const last = conversation.get().messages.at(-1);
  assert.deepEqual(
    [last?.content, last?.delivery, last?.error?.code],
    ['Refused', 'failed', 'content_too_long'],
  );
  conversation.discard(last?.id ?? '');
  await clock.settle();
  assert.equal(conversation.get().messages.length, 1);
  assert.deepEqual(await browser.outboxStorage.load(`visitor:${chat.widgetId}`), []);
  scene.end();
});

test('nothing is queued when there is nothing to say or too much', async () => {
  const scene = createScene();
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await assert.rejects(conversation.send({ content: ' \n ' }), { code: 'content_empty' });
  await assert.rejects(conversation.send({ content: 'x'.repeat(4001) }), { code: 'content_too_long' });
  await assert.rejects(conversation.send({ content: '語'.repeat(3999) + '𠮷'.repeat(2000) }), {
    code: 'content_too_long',
  });
  await scene.clock.settle();
  assert.equal(conversation.get().messages.length, 0);
  assert.deepEqual(transport.faults.calls, []);
  scene.end();
});
