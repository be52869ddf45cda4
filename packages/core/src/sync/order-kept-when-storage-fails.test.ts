import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryBrowser, createScene } from '../testing/index.ts';
import type { MemoryBrowser, Scene } from '../testing/index.ts';

/** A browser whose disk takes nothing while `broken` says so. */
function fragileBrowser(): { browser: MemoryBrowser; broken: { now: boolean } } {
  const good = createMemoryBrowser();
  const broken = { now: false };
  return {
    broken,
    browser: {
      ...good,
      outboxStorage: {
        ...good.outboxStorage,
        add: (item) =>
          broken.now ? Promise.reject(new Error('QuotaExceededError')) : good.outboxStorage.add(item),
      },
    },
  };
}

const storedTexts = ({ backend }: Scene, id: string): string[] =>
  backend.database.messages(id).map(({ content }) => content);

test('what the disk took is not sent before what it refused', async () => {
  const scene = createScene();
  const { browser, broken } = fragileBrowser();
  const { chat, transport } = scene.visitor({ browser });
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  transport.faults.setOnline(false);
  broken.now = true;
  await conversation.send({ content: 'only in memory' });
  broken.now = false;
  await conversation.send({ content: 'after it' });
  // Another tab makes this one read the disk again.
  const other = scene.visitor({ browser }).chat.conversation(conversation.id);
  other.open();
  await scene.clock.advance(1000);
  assert.deepEqual(
    conversation.get().messages.map(({ content }) => content),
    ['Hello', 'only in memory', 'after it'],
  );
  transport.faults.setOnline(true);
  await scene.clock.advance(60_000);
  assert.deepEqual(storedTexts(scene, conversation.id), ['Hello', 'only in memory', 'after it']);
  scene.end();
});

test('what the disk refused waits for what another tab is sending from it', async () => {
  const scene = createScene();
  const { browser, broken } = fragileBrowser();
  const first = scene.visitor({ browser });
  const one = first.chat.conversation();
  one.open();
  await one.send({ content: 'Hello' });
  await scene.clock.settle();
  const second = scene.visitor({ browser });
  const two = second.chat.conversation(one.id);
  two.open();
  await scene.clock.settle();

  const release = first.transport.faults.hold('sendMessage');
  await one.send({ content: 'makes the first tab the one who sends' });
  await two.send({ content: 'on the disk' });
  broken.now = true;
  await two.send({ content: 'only in memory' });
  await scene.clock.advance(500);
  assert.deepEqual(storedTexts(scene, one.id), ['Hello']);
  release();
  await scene.clock.advance(60_000);
  assert.deepEqual(storedTexts(scene, one.id), [
    'Hello',
    'makes the first tab the one who sends',
    'on the disk',
    'only in memory',
  ]);
  scene.end();
});
