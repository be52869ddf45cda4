// Cases that only a real browser can show, against the real backend through a bad network: a disk that is full, tabs of
// which the one that sends is killed, tabs without Web Locks, a network that flaps.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { startBackend, type Backend } from '../backend.ts';
import { startChromium, type Chromium } from '../chaos/chromium.ts';
import { startFaultProxy, type FaultProxy } from '../chaos/proxy.ts';
import type { TabReport } from '../chaos/tab-page.ts';
import { createRandom } from '../../../../tools/test-kit/random.ts';
import { until } from '../../../../tools/test-kit/until.ts';

let backend: Backend;
let proxy: FaultProxy;
let chromium: Chromium;
let pages: Page[] = [];
before(async () => {
  backend = await startBackend();
  proxy = await startFaultProxy({ upstream: backend.apiUrl, random: createRandom(1).next });
  chromium = await startChromium();
});
after(async () => {
  await chromium.close();
  await proxy.close();
  await backend.stop();
});
afterEach(async () => {
  proxy.heal();
  for (const page of pages) if (!page.isClosed()) await page.close();
  pages = [];
});

interface Tab {
  readonly page: Page;
  /** What it showed last. */
  report(): TabReport | null;
  texts(): string[];
  say(text: string): Promise<string | null>;
}

/** A widget of its own keeps each test's visitor apart from the others'. */
async function addWidget(): Promise<string> {
  const [tenant] = backend.tenants;
  const id = randomUUID();
  await backend.sql`insert into public.global_widget_config
    (id, tenant_id, name, message_burst, session_burst, tenant_sessions_per_minute)
    values (${id}, ${tenant.tenantId}, 'Browser', 10000, 10000, 100000)`;
  return id;
}

async function openTab(
  widget: string,
  options: { readonly session?: string; readonly prepare?: (page: Page) => Promise<unknown> } = {},
): Promise<Tab> {
  const page = await chromium.openWindow();
  pages.push(page);
  let last: TabReport | null = null;
  await page.exposeFunction('report', (report: TabReport) => void (last = report));
  await options.prepare?.(page);
  const { session } = options;
  const query = {
    url: proxy.url,
    key: backend.publishableKey,
    widget,
    life: '0',
    ...(session && { session }),
  };
  await page.goto(`${chromium.origin}?${new URLSearchParams(query)}`);
  await page.waitForFunction(() => typeof window.say === 'function');
  return {
    page,
    report: () => last,
    texts: () => (last?.messages ?? []).map(({ content, seq }) => (seq === null ? `${content} …` : content)),
    say: (text) => page.evaluate((content) => window.say(content), text),
  };
}

async function storedIn(sessionId: string): Promise<string[]> {
  const rows =
    await backend.sql`select content from public.global_chat_messages where session_id = ${sessionId} order by seq`;
  return rows.map((row) => String(row.content));
}

const sessionOf = (tab: Tab): string => tab.report()?.session ?? '';

async function begin(widget: string, options: Parameters<typeof openTab>[1] = {}): Promise<Tab> {
  const tab = await openTab(widget, options);
  await tab.say('Hello');
  await until(() => tab.texts().join() === 'Hello', 'the first message');
  return tab;
}

test('the tab that sends is killed in the middle of it: another tab sends, without a reload', async () => {
  const widget = await addWidget();
  const first = await begin(widget);
  const second = await openTab(widget, { session: sessionOf(first) });
  await until(() => second.texts().join() === 'Hello', 'the other tab');
  proxy.httpFaults.push({ kind: 'black-hole', path: 'send_message' });
  const { swallowed } = proxy;
  await first.say('From the first');
  await until(() => proxy.swallowed > swallowed, 'its request');
  await second.say('From the second');
  const devtools = await first.page.createCDPSession();
  const died = new Promise((resolve) => first.page.once('error', resolve));
  // The page that would answer is the one that dies.
  devtools.send('Page.crash').catch(() => undefined);
  await died;
  proxy.heal();
  await until(
    () => second.texts().join() === 'Hello,From the first,From the second',
    'both from the second tab',
    { patience: 30_000 },
  );
  assert.deepEqual(await storedIn(sessionOf(second)), ['Hello', 'From the first', 'From the second']);
});

test('without Web Locks two tabs work alone: every message once, in both', async () => {
  const widget = await addWidget();
  const prepare = (page: Page): Promise<unknown> =>
    page.evaluateOnNewDocument(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  const first = await begin(widget, { prepare });
  const second = await openTab(widget, { session: sessionOf(first), prepare });
  await until(() => second.texts().join() === 'Hello', 'the other tab');
  for (const number of [1, 2, 3])
    await Promise.all([first.say(`First ${number}`), second.say(`Second ${number}`)]);
  const isOver = (tab: Tab): boolean =>
    tab.texts().length === 7 && tab.texts().every((text) => !text.endsWith('…'));
  await until(() => isOver(first) && isOver(second), 'all seven in both', { patience: 30_000 });
  const stored = await storedIn(sessionOf(first));
  for (const tab of [first, second]) assert.deepEqual(tab.texts(), stored);
  for (const name of ['First', 'Second'])
    assert.deepEqual(
      stored.filter((text) => text.startsWith(name)),
      [1, 2, 3].map((number) => `${name} ${number}`),
    );
});

test('a disk that is full: messages go out from memory, and the page says that it cannot keep them', async () => {
  const widget = await addWidget();
  const tab = await begin(widget);
  assert.equal(tab.report()?.durable, true);
  await tab.page.evaluate(() => {
    IDBObjectStore.prototype.add = () => {
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    };
  });
  await tab.say('Despite it');
  await tab.say('After it');
  await until(() => tab.texts().join() === 'Hello,Despite it,After it', 'both sent', { patience: 20_000 });
  assert.equal(tab.report()?.durable, false);
  assert.deepEqual(await storedIn(sessionOf(tab)), ['Hello', 'Despite it', 'After it']);
});

test('an IndexedDB that never opens: messages go out from memory all the same, and the page says so', async () => {
  const widget = await addWidget();
  const tab = await openTab(widget, {
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        // What some browsers do after an update, until they are restarted.
        IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
      }),
  });
  await tab.say('Hello');
  await until(() => tab.texts().join() === 'Hello', 'sent', { patience: 20_000 });
  assert.equal(tab.report()?.durable, false);
});

test('a browser killed right after the first message: the next one is the same visitor in the same conversation', async () => {
  const widget = await addWidget();
  const before = await begin(widget);
  await chromium.kill();
  pages = [];
  const after = await openTab(widget);
  await until(() => after.texts().join() === 'Hello', 'the conversation again', { patience: 20_000 });
  assert.equal(sessionOf(after), sessionOf(before));
  await after.say('Back again');
  await until(() => after.texts().join() === 'Hello,Back again', 'sent as the same visitor', {
    patience: 20_000,
  });
  assert.deepEqual(await storedIn(sessionOf(before)), ['Hello', 'Back again']);
});

test('a browser killed while its first message waits for the network: the next one sends it', async () => {
  const widget = await addWidget();
  proxy.httpFaults.push({ kind: 'black-hole', path: 'signup' });
  const before = await openTab(widget);
  await before.say('Hello');
  await until(() => before.texts().join() === 'Hello …', 'its bubble');
  await chromium.kill();
  pages = [];
  proxy.heal();
  const after = await openTab(widget);
  await until(() => after.texts().join() === 'Hello', 'sent', { patience: 20_000 });
  assert.equal(sessionOf(after), sessionOf(before));
});

test('a network that flaps once a second: nothing lost, nothing twice, in order', async () => {
  const widget = await addWidget();
  const tab = await begin(widget);
  const words = ['Hello'];
  const upgrades = proxy.upgrades;
  for (let second = 1; second <= 8; second += 1) {
    await tab.page.setOfflineMode(second % 2 === 1);
    words.push(`Second ${second}`);
    await tab.say(`Second ${second}`);
    const passed = performance.now() + 1000;
    await until(() => performance.now() >= passed, 'a second');
  }
  await tab.page.setOfflineMode(false);
  await until(() => tab.texts().join() === words.join(), 'everything sent', { patience: 30_000 });
  assert.deepEqual(await storedIn(sessionOf(tab)), words);
  assert.ok(proxy.upgrades - upgrades <= 9, `${proxy.upgrades - upgrades} sockets in eight seconds`);
});
