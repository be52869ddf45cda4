import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Conversation } from './conversation.ts';
import { createScene } from '../testing/index.ts';
import type { Scene, SceneVisitor } from '../testing/index.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const picture = (name = 'shot.png'): File => new File([PNG], name, { type: 'image/png' });
const letter = (): File => new File(['Dear team,'], 'letter.txt', { type: 'text/plain' });

let scene: Scene;
let visitor: SceneVisitor;
let conversation: Conversation;
beforeEach(() => {
  scene = createScene();
  visitor = scene.visitor();
  conversation = visitor.chat.conversation();
  conversation.open();
});
afterEach(() => scene.end());

const progress = (): number[][] =>
  conversation.get().messages.map(({ uploads }) => (uploads ?? []).map((upload) => upload.progress));
const shown = (): unknown[] =>
  conversation
    .get()
    .messages.map(({ content, delivery, attachments }) => [
      content,
      delivery,
      attachments.map(({ name, type, size }) => [name, type, size]),
    ]);

test('each file tells how far it is; the message is sent when all have arrived, with what they really are', async () => {
  const release = visitor.transport.faults.hold('uploadFile');
  await conversation.send({
    content: 'Look',
    attachments: [picture(), { file: letter(), name: 'note.txt' }],
  });
  await scene.clock.settle();
  assert.deepEqual(progress(), [[0.5, 0]]);
  const [bubble] = conversation.get().messages;
  assert.deepEqual([bubble?.delivery, bubble?.attachments], ['pending', []]);
  assert.equal(bubble?.uploads?.[0]?.file.size, PNG.length);
  release();
  await scene.clock.settle();
  assert.deepEqual(shown(), [
    [
      'Look',
      'sent',
      [
        ['shot.png', 'image/png', PNG.length],
        ['note.txt', 'text/plain', 10],
      ],
    ],
  ]);
  assert.deepEqual(progress(), [[]]);
});

test('cut in the middle of the second file: the first is not sent again, and there is one whole bubble', async () => {
  visitor.transport.faults.setDelay(100);
  await conversation.send({ content: '', attachments: [picture(), letter()] });
  // Sign-in, the session and the first file.
  await scene.clock.advance(650);
  assert.deepEqual(progress(), [[1, 0.5]]);
  visitor.transport.faults.failNext('uploadFile', 'network', { times: 2 });
  await scene.clock.advance(300);
  assert.equal(conversation.get().messages[0]?.delivery, 'pending');
  await scene.clock.advance(10_000);
  assert.deepEqual(shown(), [
    [
      '',
      'sent',
      [
        ['shot.png', 'image/png', PNG.length],
        ['letter.txt', 'text/plain', 10],
      ],
    ],
  ]);
  const places = visitor.transport.faults.calls
    .filter(({ method }) => method === 'uploadFile')
    .map(({ argument }) => (argument as { place: number }).place);
  assert.equal(places.filter((place) => place === 0).length, 1);
});

test('killed between the upload and the send: the next page sends without uploading again', async () => {
  const release = visitor.transport.faults.hold('sendMessage');
  await conversation.send({ content: 'Look', attachments: [picture()] });
  await scene.clock.settle();
  assert.deepEqual(progress(), [[1]]);
  const { browser } = visitor;
  visitor.chat.destroy();
  const next = scene.visitor({ browser });
  const again = next.chat.conversation(conversation.id);
  again.open();
  await scene.clock.settle();
  release();
  await scene.clock.settle();
  const [message, ...others] = again.get().messages;
  assert.deepEqual([message?.delivery, message?.attachments.length, others.length], ['sent', 1, 0]);
  assert.equal(next.transport.faults.calls.filter(({ method }) => method === 'uploadFile').length, 0);
});

test('the quota is used up: the bubble keeps its files and can be tried again', async () => {
  visitor.transport.faults.failNext('uploadFile', 'upload_not_allowed');
  const id = await conversation.send({ content: 'Look', attachments: [picture()] });
  await scene.clock.settle();
  const [bubble] = conversation.get().messages;
  assert.deepEqual(
    [bubble?.delivery, bubble?.error?.code, bubble?.uploads?.length],
    ['failed', 'upload_not_allowed', 1],
  );
  conversation.retry(id);
  await scene.clock.settle();
  assert.equal(conversation.get().messages[0]?.delivery, 'sent');
});

test('a text after a file stays behind it, although it needs no checking', async () => {
  const first = conversation.send({ content: 'one', attachments: [picture()] });
  const second = conversation.send({ content: 'two' });
  await Promise.all([first, second]);
  await scene.clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ content }) => content),
    ['one', 'two'],
  );
});

test('participants get the same address for a file each time, others none', async () => {
  await conversation.send({ content: '', attachments: [picture()] });
  await scene.clock.settle();
  const [attachment] = conversation.get().messages[0]?.attachments ?? [];
  assert.ok(attachment);
  const url = await conversation.fileUrl(attachment);
  assert.equal(await conversation.fileUrl(attachment), url);
  assert.equal((await (await fetch(url)).arrayBuffer()).byteLength, PNG.length);
  const agent = scene.agent();
  assert.equal(await agent.inbox.thread(conversation.id).fileUrl(attachment), url);
  const stranger = scene.visitor().chat;
  await stranger.signIn();
  await assert.rejects(stranger.conversation(conversation.id).fileUrl(attachment), { code: 'not_found' });
});
