import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('reset forgets the person, the drafts and what was not sent, in every tab', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const first = scene.visitor();
  const second = scene.visitor({ browser: first.browser });
  const conversation = first.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await clock.settle();
  await second.chat.restore();
  const other = second.chat.conversation(conversation.id);
  other.open();
  await clock.settle();
  assert.equal(other.get().messages.length, 1);

  first.transport.faults.setOnline(false);
  second.transport.faults.setOnline(false);
  await conversation.send({ content: 'Never to be sent' });
  conversation.setDraft('half a thought');
  const preferences = `globalchat:${backend.widgetId}:preferences`;
  first.browser.storage.setItem(preferences, '{"muted":true}');
  await clock.settle();
  await first.chat.reset();
  await clock.settle();
  first.transport.faults.setOnline(true);
  second.transport.faults.setOnline(true);
  await clock.advance(60_000);

  assert.deepEqual(await first.browser.outboxStorage.load(`visitor:${backend.widgetId}`), []);
  assert.equal(first.browser.storage.getItem(`globalchat:${backend.widgetId}:drafts`), null);
  assert.equal(first.browser.storage.getItem(preferences), null);
  assert.equal(backend.database.messages(conversation.id).length, 1);
  for (const { chat, transport } of [first, second]) {
    assert.equal(transport.userId(), null);
    assert.equal(chat.hasIdentity(), false);
    assert.deepEqual([chat.get().sessions, chat.get().unread, chat.get().restored], [[], 0, false]);
    assert.deepEqual(transport.faults.channels(), []);
  }
  scene.end();
});

test('after a reset the next visitor is another one', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const before = chat.conversation();
  before.open();
  await before.send({ content: 'Mine' });
  await clock.settle();
  const user = transport.userId();
  await chat.reset();
  const after = chat.conversation();
  assert.notEqual(after.id, before.id);
  after.open();
  await after.send({ content: 'Theirs' });
  await clock.settle();
  assert.notEqual(transport.userId(), user);
  assert.deepEqual(
    chat.get().sessions.map(({ id }) => id),
    [after.id],
  );
  assert.equal(backend.database.sessions().length, 2);
  scene.end();
});
