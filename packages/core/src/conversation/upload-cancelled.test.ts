import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createScene } from '../testing/index.ts';
import type { Scene, SceneVisitor } from '../testing/index.ts';

let scene: Scene;
let visitor: SceneVisitor;
beforeEach(() => {
  scene = createScene();
  visitor = scene.visitor();
});
afterEach(() => scene.end());

const letter = (): File => new File(['Dear team,'], 'letter.txt', { type: 'text/plain' });
const sends = ({ transport }: SceneVisitor): number =>
  transport.faults.calls.filter(({ method }) => method === 'sendMessage').length;

test('discarded during the upload: nothing is sent, and the next message goes on', async () => {
  const conversation = visitor.chat.conversation();
  conversation.open();
  const release = visitor.transport.faults.hold('uploadFile');
  const id = await conversation.send({ content: 'Oops', attachments: [letter()] });
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  conversation.discard(id);
  release();
  await scene.clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [['Hello', 'sent']],
  );
  assert.equal(sends(visitor), 1);
  assert.deepEqual(await visitor.browser.outboxStorage.load(`visitor:${scene.backend.widgetId}`), []);
});

test('discarded in another tab than the one that uploads: nothing is sent either', async () => {
  const conversation = visitor.chat.conversation();
  conversation.open();
  const release = visitor.transport.faults.hold('uploadFile');
  const id = await conversation.send({ content: 'Oops', attachments: [letter()] });
  await scene.clock.settle();
  const other = scene.visitor({ browser: visitor.browser });
  const twin = other.chat.conversation(conversation.id);
  twin.open();
  await scene.clock.settle();
  assert.equal(twin.get().messages.length, 1);
  twin.discard(id);
  await scene.clock.settle();
  release();
  await scene.clock.settle();
  assert.deepEqual([conversation.get().messages, twin.get().messages], [[], []]);
  assert.equal(sends(visitor) + sends(other), 0);
});

test('a tab that does not upload shows how far the other one is', async () => {
  const conversation = visitor.chat.conversation();
  conversation.open();
  const release = visitor.transport.faults.hold('uploadFile');
  const waiting = visitor.transport.faults.hold('openSession');
  await conversation.send({ content: 'Look', attachments: [letter()] });
  const twin = scene.visitor({ browser: visitor.browser }).chat.conversation(conversation.id);
  twin.open();
  await scene.clock.settle();
  waiting();
  await scene.clock.settle();
  assert.equal(twin.get().messages[0]?.uploads?.[0]?.progress, 0.5);
  release();
  await scene.clock.settle();
  assert.deepEqual([twin.get().messages[0]?.delivery, twin.get().messages[0]?.uploads], ['sent', undefined]);
});

test('what is being sent already, or has no files, cannot be discarded', async () => {
  const conversation = visitor.chat.conversation();
  conversation.open();
  const release = visitor.transport.faults.hold('sendMessage');
  const file = await conversation.send({ content: '', attachments: [letter()] });
  const text = await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  conversation.discard(file);
  conversation.discard(text);
  release();
  await scene.clock.settle();
  assert.equal(conversation.get().messages.length, 2);
});

test('the chat ends during an upload: it stops, and the message waits for the next page', async () => {
  const conversation = visitor.chat.conversation();
  conversation.open();
  visitor.transport.faults.hold('uploadFile');
  await conversation.send({ content: 'Look', attachments: [letter()] });
  await scene.clock.settle();
  visitor.chat.destroy();
  await scene.clock.settle();
  const stored = await visitor.browser.outboxStorage.load(`visitor:${scene.backend.widgetId}`);
  assert.deepEqual(
    stored.map(({ files, failure }) => [files?.length, failure]),
    [[1, null]],
  );
});
