import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryBrowser, createScene } from '../testing/index.ts';
import type { MemoryBrowser, Scene, SceneVisitor } from '../testing/index.ts';
import type { Conversation } from '../conversation/conversation.ts';

interface Tab extends SceneVisitor {
  readonly conversation: Conversation;
}

async function twoTabs(
  browser: MemoryBrowser = createMemoryBrowser(),
): Promise<{ scene: Scene; a: Tab; b: Tab; id: string }> {
  const scene = createScene();
  const first = scene.visitor({ browser });
  const started = first.chat.conversation();
  started.open();
  await started.send({ content: 'Hello' });
  await scene.clock.settle();
  const second = scene.visitor({ browser });
  const other = second.chat.conversation(started.id);
  other.open();
  await scene.clock.settle();
  return {
    scene,
    a: { ...first, conversation: started },
    b: { ...second, conversation: other },
    id: started.id,
  };
}

const contents = (tab: Tab): string[] => tab.conversation.get().messages.map(({ content }) => content);
const sends = (tab: Tab): number =>
  tab.transport.faults.calls.filter(({ method }) => method === 'sendMessage').length;

test('two tabs sending: every message once, each tab in its order, both tabs the same', async () => {
  const { scene, a, b, id } = await twoTabs();
  for (const number of [1, 2, 3]) {
    await a.conversation.send({ content: `a${number}` });
    await b.conversation.send({ content: `b${number}` });
  }
  await scene.clock.advance(2000);
  const stored = scene.backend.database.messages(id).map(({ content }) => content);
  assert.equal(stored.length, 7);
  assert.deepEqual(
    stored.filter((content) => content.startsWith('a')),
    ['a1', 'a2', 'a3'],
  );
  assert.deepEqual(
    stored.filter((content) => content.startsWith('b')),
    ['b1', 'b2', 'b3'],
  );
  assert.deepEqual(contents(a), stored);
  assert.deepEqual(contents(b), stored);
  scene.end();
});

test('what one tab queues the other shows, once, and only one of them sends it', async () => {
  const { scene, a, b } = await twoTabs();
  const release = a.transport.faults.hold('sendMessage');
  await a.conversation.send({ content: 'Slow' });
  await scene.clock.settle();
  assert.deepEqual(
    b.conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [
      ['Hello', 'sent'],
      ['Slow', 'pending'],
    ],
  );
  await scene.clock.advance(20_000);
  assert.equal(sends(b), 0, 'the holder of the lock is alive, only its request is slow');
  release();
  await scene.clock.settle();
  for (const tab of [a, b]) assert.deepEqual(contents(tab), ['Hello', 'Slow']);
  scene.end();
});

test('the sending tab killed: the other takes over without a reload', async () => {
  const { scene, a, b, id } = await twoTabs();
  a.transport.faults.hold('sendMessage');
  await a.conversation.send({ content: 'Orphan' });
  await scene.clock.settle();
  a.transport.faults.setOnline(false);
  a.chat.destroy();
  await scene.clock.settle();
  assert.equal(scene.backend.database.messages(id).at(-1)?.content, 'Orphan');
  assert.deepEqual(contents(b), ['Hello', 'Orphan']);
  scene.end();
});

test('a tab that sleeps with the lock does not silence the one in front', async () => {
  const browser = createMemoryBrowser();
  const { scene, b, id } = await twoTabs(browser);
  // Asleep: it holds the lock and answers nobody.
  browser.tabs.lead(`globalchat:outbox:visitor:${scene.backend.widgetId}`, () => undefined);
  await scene.clock.settle();
  await b.conversation.send({ content: 'Anybody awake?' });
  await scene.clock.advance(900);
  assert.equal(scene.backend.database.messages(id).length, 1);
  await scene.clock.advance(200);
  assert.equal(scene.backend.database.messages(id).at(-1)?.content, 'Anybody awake?');
  scene.end();
});

test('without locks each tab works alone and the database recognizes what it has', async () => {
  const browser = createMemoryBrowser();
  const alone = {
    ...browser,
    tabs: {
      canLead: false,
      lead: () => () => undefined,
      channel: () => ({ post: () => undefined, close: () => undefined }),
    },
  };
  const { scene, a, b, id } = await twoTabs(alone);
  await a.conversation.send({ content: 'From a' });
  await b.conversation.send({ content: 'From b' });
  await scene.clock.advance(2000);
  assert.equal(scene.backend.database.messages(id).length, 3);
  for (const tab of [a, b]) assert.equal(contents(tab).length, 3);
  scene.end();
});
