import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene } from '../testing/index.ts';

test('after a long absence all pages are read before anything new is shown, with no hole in between', async () => {
  const scene = createScene();
  const { clock, backend } = scene;
  const { chat, transport } = scene.visitor();
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Anyone?' });
  await clock.settle();
  const agent = backend.agent();
  transport.faults.setOnline(false);
  for (let number = 0; number < 450; number += 1) {
    await agent.sendMessage({
      sessionId: conversation.id,
      messageId: `m${number}`,
      content: `Answer ${number}`,
    });
  }
  // The first message is edited last: its rev comes after all others although its seq is the lowest.
  const first = conversation.get().messages[0];
  backend.database.editMessage(
    { side: 'visitor', userId: transport.userId() ?? '', tenantId: null, name: null, avatarUrl: null },
    first?.id ?? '',
    'Anyone there?',
  );
  const lengths = new Set<number>();
  conversation.subscribe(() => lengths.add(conversation.get().messages.length));
  transport.faults.setOnline(true);
  await clock.advance(6000);
  const { messages } = conversation.get();
  assert.deepEqual(
    messages.map(({ seq }) => seq),
    Array.from({ length: 451 }, (_, index) => index + 1),
  );
  assert.equal(messages[0]?.content, 'Anyone there?');
  assert.deepEqual([...lengths].sort(), [1, 451]);
  scene.end();
});
