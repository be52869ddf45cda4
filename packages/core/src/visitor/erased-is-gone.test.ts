import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createScene } from '../testing/index.ts';
import type { Scene } from '../testing/index.ts';

let scene: Scene;
beforeEach(() => {
  scene = createScene();
});
afterEach(() => scene.end());

test('erased by the visitor: nothing of it stays in either side’s hands', async () => {
  const visitor = scene.visitor();
  const { inbox } = scene.agent();
  await inbox.start();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'My address is …' });
  await scene.clock.advance(3000);
  const thread = inbox.thread(conversation.id);
  thread.open();
  await scene.clock.settle();
  assert.equal(thread.get().messages.length, 1);
  await visitor.chat.erase();
  await scene.clock.advance(3000);
  assert.deepEqual([thread.get().messages, thread.get().session, inbox.get().sessions], [[], null, []]);
  assert.equal(visitor.chat.hasIdentity(), false);
  assert.deepEqual(visitor.chat.get().sessions, []);
  assert.deepEqual(await visitor.browser.outboxStorage.load(`visitor:${scene.backend.widgetId}`), []);
});

test('erased while a tab was not told: the next sync drops it there', async () => {
  const visitor = scene.visitor();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  visitor.transport.faults.dropEvents(true);
  scene.backend.database.erase(visitor.transport.userId() ?? '');
  await scene.clock.advance(25_000);
  assert.deepEqual([conversation.get().messages, visitor.chat.get().sessions], [[], []]);
  assert.equal(conversation.get().error?.code, 'not_found');
});
