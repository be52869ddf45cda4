// A widget on the test page over the in-memory backend, found and driven by accessible names. Tidies up after each test.

import { fixtureCleanup } from '@open-wc/testing';
import type { WidgetConfig } from '@globalchat/core';
import { createMemoryBackend, createMemoryBrowser, createMemoryEnvironment } from '@globalchat/core/testing';
import type {
  MemoryBackend,
  MemoryBrowser,
  MemoryEnvironment,
  MemoryVisitorTransport,
} from '@globalchat/core/testing';
import { systemClock } from '../../../tools/test-kit/clocks.ts';
import { createUntil } from '../../../tools/test-kit/until.ts';
import '../src/define.ts';
import type { GlobalChatElement, GlobalChatSettings } from '../src/index.ts';

/** Long enough for the first load of all modules on a busy machine, and shorter than the patience of the runner. */
export const until = createUntil({ patience: 8000, interval: 10 });

export const TEAM = [
  { name: 'Mara', avatarUrl: null },
  { name: 'Jonas', avatarUrl: null },
];

export interface WidgetFixture {
  readonly element: GlobalChatElement;
  readonly backend: MemoryBackend;
  readonly browser: MemoryBrowser;
  readonly environment: MemoryEnvironment;
  readonly transport: MemoryVisitorTransport;
  readonly root: ShadowRoot;
  /** By accessible name; throws when there is none. */
  button(name: string): HTMLButtonElement;
  find(name: string): HTMLElement | undefined;
  /** Waits until something of that name shows. */
  shown(name: string): Promise<HTMLElement>;
  /** Waits until that text can be read somewhere in the widget. */
  reads(text: string): Promise<void>;
  readonly textbox: HTMLTextAreaElement;
  /** Until an answer would be told while nobody looks: the code for it comes with the conversation. */
  watchesForUnread(): Promise<unknown>;
  /** Opens by the launcher and waits for the textbox. */
  openNew(): Promise<void>;
  type(text: string): void;
  send(text: string): Promise<void>;
  /** An agent answers in the newest session. */
  answer(text: string): Promise<void>;
  /** The same browser after a reload. */
  reload(settings?: GlobalChatSettings): Promise<WidgetFixture>;
}

export interface WidgetFixtureOptions {
  readonly config?: Partial<WidgetConfig>;
  readonly backend?: MemoryBackend;
  readonly browser?: MemoryBrowser;
  readonly settings?: GlobalChatSettings;
  readonly parent?: Element;
}

const mounted = new Set<GlobalChatElement>();

afterEach(async () => {
  const left = [...mounted];
  mounted.clear();
  for (const element of left) element.remove();
  sessionStorage.clear();
  fixtureCleanup();
  await Promise.resolve();
  for (const { shadowRoot } of left) {
    const names = [...shadowRoot!.children].map(({ className }) => className).join();
    if (names !== 'launcher') throw new Error(`A removed widget kept ${names}.`);
  }
});

/** Somebody's name for assistive technology, as far as these tests need it. */
function nameOf(element: Element): string {
  const text = element.getAttribute('aria-label') ?? element.textContent;
  return text.replace(/\s+/g, ' ').trim();
}

function isShown(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}

export async function mountWidget(options: WidgetFixtureOptions = {}): Promise<WidgetFixture> {
  const backend =
    options.backend ??
    createMemoryBackend({ config: { teamName: 'Fjellhus', texts: {}, team: TEAM, ...options.config } });
  const browser = options.browser ?? createMemoryBrowser();
  const channels = new Set<string>();
  const channel: MemoryBrowser['tabs']['channel'] = (name, hear) => {
    channels.add(name);
    return browser.tabs.channel(name, hear);
  };
  const environment = createMemoryEnvironment({
    clock: systemClock,
    browser: { ...browser, tabs: { ...browser.tabs, channel } },
  });
  const transport = backend.visitor({ storage: browser.storage });
  const element = document.createElement('global-chat');
  element.update({ widgetId: backend.widgetId, transport, environment, ...options.settings });
  mounted.add(element);
  (options.parent ?? document.body).append(element);
  const root = element.shadowRoot!;

  const all = (): HTMLElement[] => [
    ...root.querySelectorAll<HTMLElement>('button, textarea, input, [role], dialog, section, h2, h3'),
  ];
  const fixture: WidgetFixture = {
    element,
    backend,
    browser,
    environment,
    transport,
    root,
    watchesForUnread: () =>
      until(() => channels.has(`globalchat:${backend.widgetId}:sound`), 'it watches for unread messages'),
    find: (name) => all().find((one) => nameOf(one) === name && isShown(one)),
    button(name) {
      const found = [...root.querySelectorAll('button')].find((one) => nameOf(one) === name && isShown(one));
      if (!found) throw new Error(`There is no button "${name}".`);
      return found;
    },
    async shown(name) {
      await until(() => fixture.find(name), `"${name}" shows`);
      return fixture.find(name)!;
    },
    async reads(text) {
      const isRead = (): boolean =>
        [...root.querySelectorAll('.view *')].some((one) => isShown(one) && one.textContent.includes(text));
      await until(isRead, `"${text}" can be read`);
    },
    get textbox() {
      return root.querySelector('textarea')!;
    },
    async openNew() {
      const launcher = root.querySelector<HTMLElement>('.launcher')!;
      launcher.focus();
      launcher.click();
      await fixture.shown('Message');
    },
    type(text) {
      fixture.textbox.value = text;
      fixture.textbox.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    },
    async send(text) {
      fixture.type(text);
      fixture.button('Send message').click();
      await fixture.reads(text);
      await until(() => fixture.textbox.value === '', 'the composer is empty again');
    },
    async answer(content) {
      const session = backend.database.sessions().toSorted((a, b) => b.createdAt - a.createdAt)[0]!;
      await backend.agent().sendMessage({ sessionId: session.id, messageId: crypto.randomUUID(), content });
    },
    async reload(settings = {}) {
      element.remove();
      mounted.delete(element);
      await Promise.resolve();
      return mountWidget({ ...options, backend, browser, settings: { ...options.settings, ...settings } });
    },
  };
  await Promise.resolve();
  return fixture;
}

/** A conversation that this browser already had. */
export async function pastConversation(
  { backend, browser }: Pick<WidgetFixture, 'backend' | 'browser'>,
  lines: readonly string[],
  end?: 'resolved',
): Promise<string> {
  const transport = backend.visitor({ storage: browser.storage });
  await transport.signIn();
  const sessionId = crypto.randomUUID();
  await transport.openSession({ sessionId, visitor: {}, metadata: {} });
  for (const [at, content] of lines.entries()) {
    const writer = at % 2 === 0 ? transport : backend.agent();
    await writer.sendMessage({ sessionId, messageId: crypto.randomUUID(), content });
  }
  if (end) await backend.agent().updateSession(sessionId, { status: end });
  return sessionId;
}

/** Collects what is warned while `run` runs. */
export async function warnings(run: () => Promise<void>): Promise<string[]> {
  const { warn } = console;
  const lines: string[] = [];
  console.warn = (...parts: unknown[]) => void lines.push(parts.join(' '));
  try {
    await run();
  } finally {
    console.warn = warn;
  }
  return lines;
}
