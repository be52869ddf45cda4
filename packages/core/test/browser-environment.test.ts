// What only a real browser can show: IndexedDB, Web Locks, BroadcastChannel and localStorage behind the environment.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type * as Core from '../src/index.ts';
import type { OutboxItem } from '../src/environment/outbox-storage.ts';
import type * as Testing from '../src/testing/index.ts';
import { openBrowser } from './browser-pages.ts';
import type { BrowserPages } from './browser-pages.ts';

declare global {
  interface Window {
    core: typeof Core & Pick<typeof Testing, 'createMemoryBackend'>;
    /** What a page keeps between two steps of a test. */
    kept: Record<string, unknown>;
  }
}

let pages: BrowserPages;

before(async () => {
  pages = await openBrowser(`import * as core from './index.ts';
    import { createMemoryBackend } from './testing/index.ts';
    window.core = { ...core, createMemoryBackend };
    window.kept = {};`);
});

after(() => pages.close());

const profile = (): ReturnType<BrowserPages['profile']> => pages.profile();

const item = (id: string, scope = 'visitor:w'): OutboxItem => ({
  id,
  scope,
  sessionId: 's',
  userId: null,
  content: id,
  attachments: [],
  metadata: {},
  queuedAt: 0,
  opening: null,
  failure: null,
});

test('importing core, making a chat and looking for unsent messages leaves nothing in the browser', async () => {
  const page = await (await profile()).tab();
  const left = await page.evaluate(async () => {
    const { core } = window;
    const environment = core.browserEnvironment();
    const backend = core.createMemoryBackend();
    const chat = core.createVisitorChat({ widgetId: backend.widgetId, transport: backend.visitor() });
    await chat.loadConfig();
    chat.conversation().open();
    const unsent = await environment.outboxStorage.load('visitor:w');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return {
      unsent: unsent.length,
      databases: await indexedDB.databases(),
      keys: Object.keys(localStorage),
      cookies: document.cookie,
      locks: (await navigator.locks.query()).held?.length,
    };
  });
  assert.deepEqual(left, { unsent: 0, databases: [], keys: [], cookies: '', locks: 0 });
});

test('the stored outbox keeps its order over a reload, a replacement and the clock', async () => {
  const { tab } = await profile();
  const writer = await tab();
  await writer.evaluate(
    async (items) => {
      const { outboxStorage } = window.core.browserEnvironment();
      await Promise.all(items.map((one) => outboxStorage.add(one)));
      const [first, second] = items;
      if (first) await outboxStorage.replace({ ...first, userId: 'u' });
      if (second) await outboxStorage.remove(second.id);
      await outboxStorage.replace({ ...items[2]!, id: 'never added' });
    },
    [item('c'), item('gone'), item('a'), item('other', 'agent'), item('b')],
  );
  await writer.close();
  const reader = await tab();
  const found = await reader.evaluate(async () => {
    const { outboxStorage } = window.core.browserEnvironment();
    const before = await outboxStorage.load('visitor:w');
    await outboxStorage.clear('visitor:w');
    return {
      durable: outboxStorage.durable,
      before: before.map(({ id, userId }) => [id, userId]),
      after: await outboxStorage.load('visitor:w'),
      other: (await outboxStorage.load('agent')).map(({ id }) => id),
    };
  });
  assert.deepEqual(found, {
    durable: true,
    before: [
      ['c', 'u'],
      ['a', null],
      ['b', null],
    ],
    after: [],
    other: ['other'],
  });
});

test('the same id is not stored twice', async () => {
  const page = await (await profile()).tab();
  const outcome = await page.evaluate(async (one) => {
    const { outboxStorage } = window.core.browserEnvironment();
    await outboxStorage.add(one);
    return outboxStorage.add(one).then(
      () => 'stored',
      (error: { code: string }) => error.code,
    );
  }, item('a'));
  assert.equal(outcome, 'storage_unavailable');
});

test('a page killed while its message waits: the next page shows and sends it', async () => {
  const { tab } = await profile();
  const first = await tab();
  const id = await first.evaluate(async () => {
    const { core } = window;
    const backend = core.createMemoryBackend();
    const transport = backend.visitor({ storage: localStorage });
    transport.faults.setOnline(false);
    const conversation = core.createVisitorChat({ widgetId: backend.widgetId, transport }).conversation();
    conversation.open();
    await conversation.send({ content: 'Before the crash' });
    return conversation.id;
  });
  // No farewell: the process of the page goes, and with it its lock.
  const session = await first.createCDPSession();
  const crashed = new Promise((resolve) => first.once('error', resolve));
  // The page that would answer is the one that dies.
  session.send('Page.crash').catch(() => undefined);
  await crashed;

  const second = await tab();
  const shown = await second.evaluate(async () => {
    const { core } = window;
    const backend = core.createMemoryBackend();
    const transport = backend.visitor({ storage: localStorage });
    const chat = core.createVisitorChat({ widgetId: backend.widgetId, transport });
    const known = chat.hasIdentity();
    const conversation = chat.conversation();
    conversation.open();
    const end = Date.now() + 8000;
    while (conversation.get().messages[0]?.delivery !== 'sent' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const [message] = conversation.get().messages;
    return { known, id: conversation.id, content: message?.content, delivery: message?.delivery };
  });
  assert.deepEqual(shown, { known: true, id, content: 'Before the crash', delivery: 'sent' });
});

test('one tab leads, the next one does when it is closed, and they hear each other', async () => {
  const { tab } = await profile();
  const lead = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const { tabs } = window.core.browserEnvironment();
      const heard: unknown[] = [];
      window.kept = { leads: false, heard, channel: tabs.channel('test', (message) => heard.push(message)) };
      tabs.lead('test', () => (window.kept['leads'] = true));
    });
  const [first, second] = [await tab(), await tab()];
  await lead(first);
  await first.waitForFunction(() => window.kept['leads']);
  await lead(second);
  await first.evaluate(() =>
    (window.kept['channel'] as { post(message: unknown): void }).post({ hello: 'there' }),
  );
  await second.waitForFunction(() => (window.kept['heard'] as unknown[]).length === 1);
  assert.equal(await second.evaluate(() => window.kept['leads']), false);
  assert.deepEqual(await first.evaluate(() => window.kept['heard']), [], 'nobody hears the own words');
  await first.close();
  await second.waitForFunction(() => window.kept['leads']);
});

test('a browser that forbids every storage: the chat works and says that it is not durable', async () => {
  const page = await (await profile()).tab();
  const state = await page.evaluate(async () => {
    const forbid = (): never => {
      throw new DOMException('Denied', 'SecurityError');
    };
    Object.defineProperty(window, 'localStorage', { get: forbid });
    Object.defineProperty(window, 'indexedDB', { value: { open: forbid } });
    const { core } = window;
    const backend = core.createMemoryBackend();
    const chat = core.createVisitorChat({ widgetId: backend.widgetId, transport: backend.visitor() });
    const conversation = chat.conversation();
    conversation.open();
    conversation.setDraft('typed');
    await conversation.send({ content: 'Hello' });
    const end = Date.now() + 8000;
    while (conversation.get().messages[0]?.delivery !== 'sent' && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const { durable, draft, messages } = conversation.get();
    return { durable, draft, delivery: messages[0]?.delivery };
  });
  assert.deepEqual(state, { durable: false, draft: 'typed', delivery: 'sent' });
});
