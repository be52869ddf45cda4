// One visitor with several tabs of one real browser. Each tab is a person of its own to the history: what it said and what
// it showed. Owns pages, their deaths and their returns; refuses to choose what happens to them.
import type { CDPSession, Page } from 'puppeteer-core';
import { startChromium, type Chromium } from './chromium.ts';
import type { History, RenderedMessage } from './history.ts';
import type { Person } from './person.ts';
import type { TabReport } from './tab-page.ts';

export interface BrowserTab extends Person {
  open(): Promise<void>;
  /** Without asking the page. */
  closePage(): Promise<void>;
  reload(): Promise<void>;
  setFrozen(frozen: boolean): Promise<void>;
}

export interface TabGroup {
  readonly people: readonly BrowserTab[];
  /** Opens those that are not open, once the conversation exists. */
  openAll(): Promise<void>;
  killBrowser(): Promise<void>;
  /** Everything open, awake and online. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

export interface TabGroupOptions {
  readonly history: History;
  /** The proxy's address. */
  readonly url: string;
  readonly key: string;
  readonly widgetId: string;
  readonly transport: 'broadcast' | 'postgres_changes';
  readonly count: number;
  readonly log: (line: string) => void;
}

/** One page from its opening to its end, whatever ends it. */
interface Life {
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly over: Promise<void>;
  end(): void;
}

export async function createTabGroup(options: TabGroupOptions): Promise<TabGroup> {
  const chromium = await startChromium();
  /** The conversation, once its first message is stored. */
  let session: string | null = null;
  const people = Array.from({ length: options.count }, (_, index) =>
    createTab({
      ...options,
      chromium,
      name: `Noor, tab ${index + 1}`,
      session: () => session,
      begun: (id) => (session ??= id),
    }),
  );
  try {
    await people[0]?.open();
  } catch (error) {
    await chromium.close();
    throw error;
  }
  const each = (work: (tab: BrowserTab) => Promise<void>): Promise<unknown> => Promise.all(people.map(work));
  return {
    people,
    openAll: async () => void (await each((tab) => tab.open())),
    async killBrowser() {
      const restart = chromium.kill();
      await each((tab) => tab.closePage());
      await restart;
      await each((tab) => tab.open());
    },
    async heal() {
      await each(async (tab) => {
        await tab.open();
        await tab.setFrozen(false);
        await tab.setOnline(true);
      });
    },
    close: () => chromium.close(),
  };
}

interface TabOptions extends TabGroupOptions {
  readonly chromium: Chromium;
  readonly name: string;
  readonly session: () => string | null;
  readonly begun: (sessionId: string) => void;
}

function createTab(options: TabOptions): BrowserTab {
  const { chromium, history, name } = options;
  let life: Life | null = null;
  let shown: readonly RenderedMessage[] = [];
  let sessionId = '';
  let lives = 0;

  const address = (): string => {
    const { url, key, widgetId: widget, transport } = options;
    const session = options.session();
    const known = { url, key, widget, transport, life: String(lives), ...(session && { session }) };
    return `${chromium.origin}?${new URLSearchParams(known)}`;
  };
  const hear = ({ life: from, session, messages, durable }: TabReport): void => {
    if (from !== String(lives)) return;
    sessionId = session;
    shown = messages;
    if (messages.some((message) => message.seq !== null)) options.begun(session);
    history.render({ client: name, session, at: Date.now(), messages, durable });
  };
  /** Of a page that may die at any moment: what it would have answered is then not needed any more. */
  const whileAlive = async (work: (living: Life) => Promise<unknown>): Promise<void> => {
    const living = life;
    if (!living) return;
    await Promise.race([
      work(living).catch((error: unknown) => options.log(`${name}: ${String(error)}`)),
      living.over,
    ]);
  };
  const forget = (): void => {
    shown = [];
    lives += 1;
    history.died(name);
  };
  const bury = (): void => {
    if (!life) return;
    life.end();
    life = null;
    forget();
  };

  const tab: BrowserTab = {
    name,
    get sessionId() {
      return sessionId;
    },
    shown: () => shown,
    async say(text) {
      // Nobody types into a page that is not there.
      if (!life || !sessionId) return void (await new Promise((resolve) => setTimeout(resolve, 100)));
      history.attempt(name, sessionId, text);
      await whileAlive(async ({ page }) => {
        const id = await page.evaluate((content) => window.say(content), text);
        if (id === null) history.withdraw(text);
        else history.invoke(name, sessionId, id, text);
      });
    },
    async open() {
      if (life) return;
      const page = await chromium.openWindow();
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      const mine: Life = { page, devtools: await page.createCDPSession(), over, end };
      life = mine;
      page.once('error', () => life === mine && bury());
      await page.exposeFunction('report', (report: TabReport) => {
        if (life === mine) hear(report);
      });
      await whileAlive(async () => {
        await page.goto(address(), { waitUntil: 'domcontentloaded' });
        await page.bringToFront();
        // It looks up first what this browser has.
        await page.waitForFunction(() => typeof window.say === 'function');
      });
    },
    async closePage() {
      const page = life?.page;
      bury();
      await Promise.race([
        page
          ?.close({ runBeforeUnload: false })
          .catch((error: unknown) => options.log(`${name}: ${String(error)}`)),
        new Promise((resolve) => setTimeout(resolve, 2000)),
      ]);
    },
    async reload() {
      await whileAlive(async ({ page }) => {
        forget();
        await page.goto(address(), { waitUntil: 'domcontentloaded' });
      });
    },
    async crash() {
      const dying = life;
      if (!dying) return;
      // The page that would answer is the one that dies.
      dying.devtools.send('Page.crash').catch(() => undefined);
      await dying.over;
      await dying.page.close().catch(() => undefined);
      await tab.open();
    },
    async setFrozen(frozen) {
      const state = frozen ? 'frozen' : 'active';
      await whileAlive(({ devtools }) => devtools.send('Page.setWebLifecycleState', { state }));
    },
    async setOnline(online) {
      await whileAlive(({ page }) => page.setOfflineMode(!online));
    },
    revise: () => Promise.resolve(),
    wake: () => undefined,
    leave: () => tab.closePage(),
  };
  return tab;
}
