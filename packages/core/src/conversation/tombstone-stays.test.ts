import assert from 'node:assert/strict';
import test from 'node:test';
import { mergeMessages } from '../store/message-list.ts';
import { buildMessage, createScene } from '../testing/index.ts';

test('an older copy of a deleted message does not bring it back', () => {
  const written = buildMessage({ seq: 1, rev: 1, content: 'Secret' });
  const deleted = { ...written, rev: 5, content: '', deletedAt: 1 };
  const list = mergeMessages(mergeMessages([], [written]), [deleted]);
  assert.equal(mergeMessages(list, [written, { ...written, rev: 4, content: 'Edited' }]), list);
  assert.deepEqual(list, [deleted]);
});

test('a deleted message stays as a tombstone on both sides and counts as no unread one', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat } = scene.visitor();
  const { inbox } = scene.agent();
  const conversation = chat.conversation();
  conversation.open();
  await inbox.start();
  const id = await conversation.send({ content: 'Wrong window' });
  await clock.settle();
  const thread = inbox.thread(conversation.id);
  thread.open();
  await clock.settle();
  assert.equal(thread.get().unread, 1);
  await conversation.delete(id);
  await clock.settle();
  for (const side of [conversation, thread]) {
    const [message] = side.get().messages;
    assert.deepEqual([message?.id, message?.content, message?.deletedAt], [id, '', clock.now()]);
  }
  assert.equal(thread.get().unread, 0);
  scene.end();
});

test('an edit shows on both sides; deleting wins over an edit that comes later', async () => {
  const scene = createScene();
  const { clock } = scene;
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  const id = await conversation.send({ content: 'Helo' });
  await clock.settle();
  await conversation.edit(id, 'Hello');
  assert.equal(conversation.get().messages[0]?.content, 'Hello');
  await assert.rejects(conversation.edit(id, ''), { code: 'content_empty' });
  await conversation.delete(id);
  await assert.rejects(conversation.edit(id, 'Again'), { code: 'not_found' });
  assert.equal(conversation.get().messages[0]?.content, '');
  scene.end();
});
