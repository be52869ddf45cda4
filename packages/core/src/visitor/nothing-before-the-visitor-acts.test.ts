import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryBrowser, createScene } from '../testing/index.ts';
import type { MemoryBrowser } from '../testing/index.ts';

/** A browser that writes down each use that leaves a trace. */
function watched(): { browser: MemoryBrowser; traces: string[] } {
  const browser = createMemoryBrowser();
  const traces: string[] = [];
  return {
    traces,
    browser: {
      storage: { ...browser.storage, setItem: (key) => void traces.push(`storage ${key}`) },
      identityStorage: {
        ...browser.identityStorage,
        save: async (key) => void traces.push(`identity ${key}`),
      },
      outboxStorage: { ...browser.outboxStorage, add: async (item) => void traces.push(`outbox ${item.id}`) },
      tabs: {
        canLead: true,
        lead: (name) => {
          traces.push(`lock ${name}`);
          return () => undefined;
        },
        channel: (name) => {
          traces.push(`channel ${name}`);
          return { post: () => undefined, close: () => undefined };
        },
      },
    },
  };
}

test('a page that only shows the launcher stores nothing, inserts nothing and opens no socket', async () => {
  const scene = createScene();
  const { browser, traces } = watched();
  const { chat, transport, environment } = scene.visitor({ browser });
  assert.equal(chat.hasIdentity(), false);
  await chat.loadConfig();
  await chat.loadConfig();
  chat.conversation();
  await scene.clock.advance(600_000);
  assert.deepEqual(
    transport.faults.calls.map(({ method }) => method),
    ['widgetConfig'],
  );
  assert.deepEqual(transport.faults.channels(), []);
  assert.deepEqual(traces, []);
  assert.deepEqual([environment.listeners(), scene.clock.pending()], [0, 0]);
  assert.deepEqual(scene.backend.database.sessions(), []);
  scene.end();
});

test('opening the panel makes no user, no row and no stored byte either', async () => {
  const scene = createScene();
  const { browser, traces } = watched();
  const { chat, transport } = scene.visitor({ browser });
  assert.deepEqual(await chat.restore(), []);
  const conversation = chat.conversation();
  conversation.open();
  conversation.setVisible(true);
  await scene.clock.advance(120_000);
  assert.deepEqual(transport.faults.calls, []);
  assert.deepEqual(
    traces.filter((trace) => !trace.startsWith('channel')),
    [],
  );
  assert.equal(transport.userId(), null);
  scene.end();
});

test('the row is made by the first message, with what the page told by then', async () => {
  const scene = createScene();
  const { chat, transport } = scene.visitor({
    metadata: () => ({ page_url: 'https://example.com/pricing' }),
  });
  chat.setVisitor({ name: 'Ines' });
  chat.setVisitor({ email: 'ines@example.com', clientVisitorId: 'browser-1' });
  const conversation = chat.conversation();
  conversation.open();
  await conversation.send({ content: 'Hello' });
  await scene.clock.settle();
  const [session] = scene.backend.database.sessions();
  assert.deepEqual(
    [session?.visitorName, session?.visitorEmail, session?.clientVisitorId, session?.visitorMetadata],
    ['Ines', 'ines@example.com', 'browser-1', { page_url: 'https://example.com/pricing' }],
  );
  assert.deepEqual(
    transport.faults.calls.map(({ method }) => method).filter((method) => method !== 'sync'),
    ['signIn', 'openSession', 'sendMessage'],
  );
  scene.end();
});
