import assert from 'node:assert/strict';
import test from 'node:test';
import { contiguousRun, mergeMessages } from '../store/message-list.ts';
import { buildMessage, createScene } from '../testing/index.ts';
import type { Message } from '../types.ts';
import { createRandom } from '../../../../tools/test-kit/random.ts';

const seqs = (list: readonly Message[]): number[] => list.map(({ seq }) => seq);

test('what is before a hole is not part of the run', () => {
  const list = mergeMessages(
    [],
    [1, 2, 5, 6, 7].map((seq) => buildMessage({ seq })),
  );
  assert.deepEqual(seqs(contiguousRun(list)), [5, 6, 7]);
  assert.deepEqual(
    seqs(contiguousRun(mergeMessages(list, [buildMessage({ seq: 3 }), buildMessage({ seq: 4 })]))),
    [1, 2, 3, 4, 5, 6, 7],
  );
});

test('any order of rows ends in the same list', () => {
  const rows = Array.from({ length: 40 }, (_, index) => buildMessage({ seq: index + 1 }));
  const newer = rows
    .filter(({ seq }) => seq % 3 === 0)
    .map((row) => ({ ...row, rev: row.rev + 100, content: 'edited' }));
  const expected = mergeMessages(mergeMessages([], rows), newer);
  const random = createRandom(7);
  for (let round = 0; round < 50; round += 1) {
    const shuffled = [...rows, ...newer].sort(() => random.next() - 0.5);
    let list: readonly Message[] = [];
    while (shuffled.length > 0) list = mergeMessages(list, shuffled.splice(0, random.between(1, 5)));
    assert.deepEqual(list, expected);
  }
});

test('an edit of a message that was not loaded yet shows with its page and not before', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const opened = chat.conversation();
  await opened.send({ content: 'First' });
  await clock.settle();
  const agent = backend.agent();
  for (let number = 2; number <= 120; number += 1) {
    await agent.sendMessage({ sessionId: opened.id, messageId: `m${number}`, content: `${number}` });
  }
  const later = scene.visitor({
    browser: {
      ...scene.visitor().browser,
      storage: { getItem: () => transport.userId(), setItem: () => undefined, removeItem: () => undefined },
    },
  });
  const conversation = later.chat.conversation(opened.id);
  conversation.open();
  await clock.settle();
  assert.equal(conversation.get().messages.length, 50);
  assert.equal(conversation.get().hasMore, true);

  const release = later.transport.faults.hold('sync');
  const loading = conversation.loadOlder();
  assert.equal(conversation.get().loading, 'older');
  await agent.editMessage('m60', '60, edited');
  await agent.editMessage('m10', '10, edited');
  release();
  await loading;
  await clock.settle();
  assert.deepEqual([conversation.get().messages[0]?.seq, conversation.get().messages.length], [21, 100]);
  assert.equal(conversation.get().messages.find(({ id }) => id === 'm60')?.content, '60, edited');
  await conversation.loadOlder();
  assert.equal(conversation.get().messages.find(({ id }) => id === 'm10')?.content, '10, edited');
  assert.deepEqual(
    conversation.get().messages.map(({ seq }) => seq),
    Array.from({ length: 120 }, (_, index) => index + 1),
  );
  assert.equal(conversation.get().hasMore, false);
  scene.end();
});
