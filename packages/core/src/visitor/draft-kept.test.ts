import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryStorage } from '../environment/browser-storage.ts';
import { createDrafts } from '../sync/drafts.ts';
import { createScene } from '../testing/index.ts';

test('what was typed survives a reload, per conversation', async () => {
  const scene = createScene();
  const before = scene.visitor();
  const first = before.chat.conversation();
  first.open();
  await first.send({ content: 'Hello' });
  await scene.clock.settle();
  first.setDraft('and another');
  before.chat.conversation().setDraft('about something else');
  before.chat.destroy();

  const { chat } = scene.visitor({ browser: before.browser });
  assert.equal(chat.conversation(first.id).get().draft, 'and another');
  assert.equal(chat.conversation().get().draft, 'about something else');
  scene.end();
});

test('the draft goes when the outbox has it, and stays when it was refused or typed on', async () => {
  const scene = createScene();
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  conversation.setDraft(' ');
  await assert.rejects(conversation.send({ content: ' ' }));
  assert.equal(conversation.get().draft, ' ');
  conversation.setDraft('Hello');
  const sending = conversation.send({ content: 'Hello' });
  assert.equal(conversation.get().draft, 'Hello', 'not before it is held');
  await sending;
  assert.equal(conversation.get().draft, '');
  conversation.setDraft('One');
  const next = conversation.send({ content: 'One' });
  conversation.setDraft('One, two');
  await next;
  assert.equal(conversation.get().draft, 'One, two');
  scene.end();
});

test('the draft of a new conversation moves with it when its row is made', async () => {
  const scene = createScene();
  const { chat } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  const sending = conversation.send({ content: 'Hello' });
  conversation.setDraft('next');
  await sending;
  await scene.clock.settle();
  assert.equal(conversation.get().draft, 'next');
  assert.equal(chat.conversation().get().draft, '', 'not offered again in the next new one');
  scene.end();
});

test('foreign text under our key is no draft and no error', () => {
  const storage = createMemoryStorage();
  for (const text of ['{', '[1]', '"x"', 'null', '{"s": 7}']) {
    storage.setItem('key', text);
    assert.equal(createDrafts(storage, () => 'key').get('s'), '');
  }
});
