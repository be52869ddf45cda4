import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

const ada = { userId: 'u-ada', displayName: 'Ada', avatarUrl: null, role: 'admin' } as const;
const bob = { userId: 'u-bob', displayName: 'Bob', avatarUrl: null, role: 'agent' } as const;

async function arrange() {
  const scene = createScene({ agents: [ada, bob] });
  const visitor = scene.visitor();
  const conversation = visitor.chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const first = scene.agent({ userId: 'u-ada' });
  const second = scene.agent({ userId: 'u-bob' });
  await first.inbox.start();
  await second.inbox.start();
  const adas = first.inbox.thread(conversation.id);
  const bobs = second.inbox.thread(conversation.id);
  adas.open();
  bobs.open();
  await scene.clock.settle();
  return { scene, visitor, conversation, first, second, adas, bobs };
}

test('notes reach the whole team at once, and nothing of them the visitor', async () => {
  const { scene, visitor, adas, bobs } = await arrange();
  const revs = visitor.chat.get().sessions.map(({ rev }) => rev);
  const note = await adas.addNote('Wants a refund', ['u-bob']);
  await scene.clock.settle();
  assert.deepEqual(
    bobs.get().notes.map(({ authorName, content }) => [authorName, content]),
    [['Ada', 'Wants a refund']],
  );
  await assert.rejects(bobs.updateNote(note.id, 'Changed'), { code: 'not_found' });
  await adas.updateNote(note.id, 'Wants an exchange');
  await scene.clock.settle();
  assert.equal(bobs.get().notes[0]?.content, 'Wants an exchange');
  await adas.deleteNote(note.id);
  await scene.clock.settle();
  assert.deepEqual([adas.get().notes, bobs.get().notes], [[], []]);
  assert.deepEqual(
    visitor.chat.get().sessions.map(({ rev }) => rev),
    revs,
  );
  assert.ok(!JSON.stringify(visitor.chat.get()).includes('refund'));
  scene.end();
});

test('a note that cannot be stored is not kept and does not pretend', async () => {
  const { scene, first, adas } = await arrange();
  first.transport.faults.failNext('addNote', 'network');
  await assert.rejects(adas.addNote('Lost?'), { code: 'network' });
  assert.deepEqual(adas.get().notes, []);
  scene.end();
});

test('a note heard while the details are loading is not lost to their older answer', async () => {
  const { scene, first, bobs, conversation } = await arrange();
  const thread = first.inbox.thread(conversation.id);
  thread.close();
  const again = first.inbox.thread(conversation.id);
  assert.notEqual(again, thread);
  // The answer is computed now and arrives late.
  first.transport.faults.setDelay(1000);
  again.open();
  await scene.clock.advance(1500);
  first.transport.faults.setDelay(0);
  await bobs.addNote('Meanwhile');
  await scene.clock.advance(10_000);
  assert.deepEqual(
    again.get().notes.map(({ content }) => content),
    ['Meanwhile'],
  );
  scene.end();
});

test('notes missed while the socket was down are read again', async () => {
  const { scene, first, adas, bobs } = await arrange();
  first.transport.faults.setOnline(false);
  await bobs.addNote('Unheard');
  await scene.clock.advance(1000);
  first.transport.faults.setOnline(true);
  await scene.clock.advance(6000);
  assert.equal(adas.get().notes.length, 1);
  scene.end();
});

test('the team sees who is here and who looks at what; whoever leaves is gone', async () => {
  const { scene, conversation, first, second } = await arrange();
  second.inbox.setViewing(conversation.id, true);
  await scene.clock.settle();
  assert.deepEqual(
    first.inbox.get().people.map(({ name, viewing, typing }) => [name, viewing, typing]),
    [
      ['Ada', null, false],
      ['Bob', conversation.id, true],
    ],
  );
  second.inbox.destroy();
  await scene.clock.settle();
  assert.deepEqual(
    first.inbox.get().people.map(({ name }) => name),
    ['Ada'],
  );
  scene.end();
});

test('earlier conversations of the same visitor are listed beside the thread', async () => {
  const { scene, visitor, first, conversation } = await arrange();
  const second = visitor.chat.conversation();
  await second.send({ content: 'One more thing' });
  await scene.clock.settle();
  const thread = first.inbox.thread(second.id);
  thread.open();
  await scene.clock.settle();
  assert.deepEqual(
    thread.get().previous.map(({ id, lastMessagePreview }) => [id, lastMessagePreview]),
    [[conversation.id, 'Hello']],
  );
  scene.end();
});
