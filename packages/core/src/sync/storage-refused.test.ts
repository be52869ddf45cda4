import assert from 'node:assert/strict';
import test from 'node:test';
import { createScene, createMemoryBrowser } from '../testing/index.ts';
import type { MemoryBrowser } from '../testing/index.ts';
import type { OutboxStorage } from '../environment/outbox-storage.ts';

const refuse = (): Promise<never> => Promise.reject(new Error('QuotaExceededError'));

function browserWith(outboxStorage: Partial<OutboxStorage>): MemoryBrowser {
  const browser = createMemoryBrowser();
  return { ...browser, outboxStorage: { ...browser.outboxStorage, ...outboxStorage } };
}

test('with a storage that refuses, messages are sent from memory and the conversation says so', async () => {
  const scene = createScene();
  const { chat } = scene.visitor({
    browser: browserWith({ add: refuse, load: refuse, remove: refuse, replace: refuse }),
  });
  const conversation = chat.conversation();
  conversation.open();
  for (const content of ['1', '2', '3']) await conversation.send({ content });
  await scene.clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [
      ['1', 'sent'],
      ['2', 'sent'],
      ['3', 'sent'],
    ],
  );
  assert.equal(conversation.get().durable, false);
  scene.end();
});

test('with a storage that hangs, the message goes out after two seconds', async () => {
  const scene = createScene();
  const hang = (): Promise<never> => new Promise(() => undefined);
  const { chat } = scene.visitor({
    browser: browserWith({ add: hang, load: hang, remove: hang, replace: hang }),
  });
  const conversation = chat.conversation();
  conversation.open();
  let held = false;
  const sending = conversation.send({ content: 'Hello' }).then(() => (held = true));
  await scene.clock.advance(1900);
  assert.equal(held, false, 'not shown as sending before it is held');
  await scene.clock.advance(5000);
  await sending;
  assert.deepEqual([conversation.get().messages[0]?.delivery, conversation.get().durable], ['sent', false]);
  scene.end();
});

test('a page that slept while its storage worked does not take the storage for hanging', async () => {
  const scene = createScene();
  const waking: (() => void)[] = [];
  const browser = createMemoryBrowser();
  const { outboxStorage } = browser;
  const { chat, transport } = scene.visitor({
    browser: browserWith({
      add: async (item) => {
        await outboxStorage.add(item);
        await new Promise<void>((resolve) => waking.push(resolve));
      },
    }),
  });
  transport.faults.hold('signIn');
  const conversation = chat.conversation();
  conversation.open();
  const sending = conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  scene.clock.jump(60_000);
  // Everything is due at once when the page wakes, and the timer is first.
  await scene.clock.advance(1);
  for (const wake of waking.splice(0)) wake();
  await sending;
  await scene.clock.advance(10_000);
  assert.equal(conversation.get().durable, true);
  scene.end();
});

test('a message is stored before it shows, and gone from the storage once it is sent', async () => {
  const scene = createScene();
  const browser = createMemoryBrowser();
  const order: string[] = [];
  const { chat, transport } = scene.visitor({
    browser: {
      ...browser,
      outboxStorage: {
        ...browser.outboxStorage,
        async add(item) {
          await browser.outboxStorage.add(item);
          order.push('stored');
        },
      },
    },
  });
  const conversation = chat.conversation();
  conversation.open();
  conversation.subscribe(() => {
    if (conversation.get().messages.length > 0 && !order.includes('shown')) order.push('shown');
  });
  const release = transport.faults.hold('signIn');
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  assert.deepEqual(order, ['stored', 'shown']);
  assert.equal((await browser.outboxStorage.load(`visitor:${chat.widgetId}`)).length, 1);
  release();
  await scene.clock.settle();
  assert.deepEqual(await browser.outboxStorage.load(`visitor:${chat.widgetId}`), []);
  assert.equal(conversation.get().durable, true);
  scene.end();
});

/** A browser whose storage answers a look into it late, with what was there when it was asked. */
function slowToLoad(): { browser: MemoryBrowser; answer: () => void } {
  const waiting: (() => void)[] = [];
  const browser = createMemoryBrowser();
  const alone = {
    canLead: false,
    lead: () => () => undefined,
    channel: () => ({ post: () => undefined, close: () => undefined }),
  };
  const load = async (scope: string): ReturnType<OutboxStorage['load']> => {
    const rows = await browser.outboxStorage.load(scope);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return rows;
  };
  return {
    browser: { ...browser, tabs: alone, outboxStorage: { ...browser.outboxStorage, load } },
    answer: () => waiting.splice(0).forEach((resolve) => resolve()),
  };
}

test('a slow look into the storage does not bring back what was sent meanwhile', async () => {
  const scene = createScene();
  const { browser, answer } = slowToLoad();
  const { chat, transport } = scene.visitor({ browser });
  const conversation = chat.conversation();
  const release = transport.faults.hold('signIn');
  await conversation.send({ content: 'Hello' });
  conversation.open();
  await scene.clock.settle();
  release();
  await scene.clock.settle();
  assert.equal(conversation.get().messages[0]?.delivery, 'sent');
  answer();
  await scene.clock.advance(10_000);
  assert.equal(conversation.get().messages.length, 1);
  assert.equal(transport.faults.calls.filter(({ method }) => method === 'sendMessage').length, 1);
  scene.end();
});

test('a slow look into the storage does not lose what was queued meanwhile', async () => {
  const scene = createScene();
  const { browser, answer } = slowToLoad();
  const { chat, transport } = scene.visitor({ browser });
  const conversation = chat.conversation();
  transport.faults.hold('signIn');
  conversation.open();
  await scene.clock.settle();
  await conversation.send({ content: 'Hello' });
  answer();
  await scene.clock.settle();
  assert.deepEqual(
    conversation.get().messages.map(({ content, delivery }) => [content, delivery]),
    [['Hello', 'pending']],
  );
  scene.end();
});
