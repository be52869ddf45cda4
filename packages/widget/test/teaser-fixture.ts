// A widget whose public config comes over the network, as on a page of an owner, with triggers in it; the chat behind it is
// the in-memory one.

import { createManualClock, createMemoryBackend, createMemoryBrowser } from '@globalchat/core/testing';
import type { ManualClock, MemoryBackend, MemoryBrowser } from '@globalchat/core/testing';
import { createMemoryEnvironment } from '@globalchat/core/testing';
import { systemClock } from '../../../tools/test-kit/clocks.ts';
import '../src/define.ts';
import type { GlobalChatElement, GlobalChatSettings } from '../src/index.ts';
import { TEAM, until } from './widget-fixture.ts';

export interface TeaserFixture {
  readonly element: GlobalChatElement;
  readonly root: ShadowRoot;
  readonly backend: MemoryBackend;
  readonly browser: MemoryBrowser;
  readonly clock: ManualClock;
  /** The bubble's own root, while it shows. */
  readonly bubble: ShadowRoot | undefined;
  readonly message: string | undefined;
  /** Until the triggers have begun, with what was due then. */
  started(): Promise<void>;
  shown(message: string): Promise<void>;
  button(name: 'answer' | 'close'): HTMLButtonElement;
  /** The same browser on another page, or after a reload. */
  again(options?: Partial<TeaserFixtureOptions>): Promise<TeaserFixture>;
}

export interface TeaserFixtureOptions {
  readonly triggers: unknown;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly settings?: GlobalChatSettings;
  readonly backend?: MemoryBackend;
  readonly browser?: MemoryBrowser;
  /** The panel needs a time that goes on. */
  readonly isOpened?: boolean;
}

const mounted = new Set<GlobalChatElement>();
const { fetch } = globalThis;

afterEach(async () => {
  for (const element of mounted) element.remove();
  mounted.clear();
  globalThis.fetch = fetch;
  await Promise.resolve();
});

export async function mountTeaser(options: TeaserFixtureOptions): Promise<TeaserFixture> {
  const backend =
    options.backend ??
    createMemoryBackend({ config: { id: crypto.randomUUID(), teamName: 'Fjellhus', team: TEAM } });
  const browser = options.browser ?? createMemoryBrowser();
  const clock = createManualClock();
  const { widgetId } = backend;
  const config = {
    id: widgetId,
    team_name: 'Fjellhus',
    team: [{ name: 'Mara', avatar_url: null }],
    availability: { online: true },
    launcher: {},
    triggers: options.triggers,
    ...options.config,
  };
  globalThis.fetch = () => Promise.resolve(Response.json(config));
  const element = document.createElement('global-chat');
  let isWatching = false;
  element.update({
    supabaseUrl: 'https://project.test',
    supabaseKey: 'sb_publishable_test',
    widgetId,
    transport: backend.visitor({ storage: browser.storage }),
    environment: createMemoryEnvironment({
      browser: {
        ...browser,
        storage: {
          ...browser.storage,
          getItem(key) {
            isWatching ||= key.endsWith(':teaser');
            return browser.storage.getItem(key);
          },
        },
      },
      clock: options.isOpened ? systemClock : clock,
    }),
    ...options.settings,
  });
  mounted.add(element);
  document.body.append(element);
  const root = element.shadowRoot!;
  const fixture: TeaserFixture = {
    element,
    root,
    backend,
    browser,
    clock,
    get bubble() {
      const teaser = root.querySelector<HTMLElement>('.teaser');
      return teaser?.checkVisibility() ? teaser.shadowRoot! : undefined;
    },
    get message() {
      return fixture.bubble?.querySelector('.text')?.textContent;
    },
    started: () => until(() => isWatching, 'the triggers have begun').then(() => clock.settle()),
    shown: async (message) => void (await until(() => fixture.message === message, `"${message}" shows`)),
    button: (name) => fixture.bubble!.querySelector<HTMLButtonElement>(`.${name}`)!,
    again(more = {}) {
      element.remove();
      return mountTeaser({ ...options, backend, browser, ...more });
    },
  };
  return fixture;
}
