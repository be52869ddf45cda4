// What a chat can show, each state on the way a visitor reaches it: for the checks that look at all of them.

import { GlobalChatError } from '@globalchat/core';
import type { PreChatField, WidgetConfig } from '@globalchat/core';
import { mountWidget, pastConversation, until } from './widget-fixture.ts';
import type { WidgetFixture } from './widget-fixture.ts';

const QUESTION: PreChatField = {
  key: 'name',
  label: 'Your name',
  type: 'text',
  required: true,
  options: [],
  pattern: null,
  showIf: {},
};
/** By the clock of the page when it is asked: pictures set it. */
const away = (): WidgetConfig['availability'] => ({
  online: false,
  changesAt: null,
  nextOpenAt: Date.now() + 50_000_000,
  replyMinutes: null,
});

let settings: Record<string, unknown> = {};

const mount = (config: Partial<WidgetConfig> = {}): Promise<WidgetFixture> =>
  mountWidget({ config, settings });
const seen = (one: WidgetFixture, selector: string): Promise<unknown> =>
  until(() => one.root.querySelector(selector)?.checkVisibility(), `${selector} shows`);
const click = async (one: WidgetFixture, selector: string): Promise<void> => {
  await seen(one, selector);
  one.root.querySelector<HTMLElement>(selector)!.click();
};
const clickLine = async (one: WidgetFixture, text: string): Promise<void> => {
  await one.reads(text);
  [...one.root.querySelectorAll<HTMLElement>('.conv')]
    .find((line) => line.textContent.includes(text))!
    .click();
};
/** With two conversations of before. */
const known = async (config: Partial<WidgetConfig> = {}): Promise<WidgetFixture> => {
  const first = await mount(config);
  await pastConversation(first, ['A question', '**Bold** and [a link](https://example.com)', 'Thanks']);
  const before = Date.now();
  await until(() => Date.now() > before, 'the second is younger');
  await pastConversation(first, ['Something else', 'Done'], 'resolved');
  const one = await first.reload();
  one.element.open();
  await one.reads('Done');
  return one;
};
const talk = async (config: Partial<WidgetConfig> = {}): Promise<WidgetFixture> => {
  const one = await known(config);
  await clickLine(one, 'Thanks');
  await one.reads('A question');
  await seen(one, '[part~="transcript"] strong');
  return one;
};
const options = async (): Promise<WidgetFixture> => {
  const one = await talk({ features: { ...FEATURES } });
  await click(one, '[part~="message-options"]');
  await seen(one, '.message-actions button');
  return one;
};
const FEATURES: WidgetConfig['features'] = {
  sounds: true,
  receipts: true,
  typing: true,
  attachments: true,
  csat: true,
  editMinutes: 5,
};
const asked = async (): Promise<WidgetFixture> => {
  const one = await mount({ preChat: [QUESTION], consentRequired: true });
  await one.openNew();
  one.type('May we come?');
  one.button('Send message').click();
  await seen(one, '[part~="pre-chat"]');
  return one;
};
const menu = async (): Promise<WidgetFixture> => {
  const one = await talk({ features: FEATURES });
  await click(one, '[part="more"]');
  await seen(one, '[part="menu"] [role="menuitem"]');
  return one;
};
const refused = async (code: 'rate_limited' | 'blocked', retryAfter?: number): Promise<WidgetFixture> => {
  const one = await talk();
  Object.assign(one.transport, {
    sendMessage: () => Promise.reject(new GlobalChatError(code, code, retryAfter ? { retryAfter } : {})),
  });
  one.type('Held back');
  one.button('Send message').click();
  await one.reads('Held back');
  return one;
};

/** By what a visitor sees. */
export const PANEL_STATES: Readonly<Record<string, () => Promise<WidgetFixture>>> = {
  'a closed chat': () => mount(),
  'a launcher with a word': async () => {
    const one = await mount({ shape: 'pill', launcherLabel: 'Ask us' });
    one.root.querySelector<HTMLElement>('.launcher')!.focus();
    await until(() => one.root.querySelector('.launcher')!.textContent === 'Ask us', 'the word');
    return one;
  },
  'home without conversations': async () => {
    const one = await mount();
    await one.openNew();
    await click(one, '.back');
    await seen(one, '.start');
    return one;
  },
  'home with conversations': () => known(),
  'an empty conversation': async () => {
    const one = await mount();
    await one.openNew();
    return one;
  },
  'an empty conversation while nobody is there': async () => {
    const one = await mount({ availability: away() });
    await one.openNew();
    await seen(one, '[part="notice"]');
    return one;
  },
  'a form': asked,
  'a form with errors': async () => {
    const one = await asked();
    one.root.querySelector<HTMLFormElement>('[part~="pre-chat"]')!.requestSubmit();
    await seen(one, '[part~="pre-chat"] .error-text > *');
    return one;
  },
  'a conversation': () => talk(),
  'what can be done with a message': options,
  'a message that is changed': async () => {
    const one = await options();
    await click(one, '.message-actions button');
    await seen(one, '.editing textarea');
    return one;
  },
  'a menu': menu,
  'a menu on the home screen': async () => {
    const one = await known({ features: FEATURES });
    await click(one, '[part="more"]');
    await seen(one, '[part="menu"] [role="menuitem"]');
    return one;
  },
  'the question before everything is erased': async () => {
    const one = await menu();
    await click(one, '[part="menu"] .bad');
    await seen(one, 'dialog');
    return one;
  },
  'a resolved conversation with a rating': async () => {
    const one = await known();
    await clickLine(one, 'Done');
    await click(one, '[part~="rating"] input[type="radio"]');
    await seen(one, '[part~="rating"] textarea');
    return one;
  },
  'a message that failed': async () => {
    const one = await refused('blocked');
    await seen(one, '.failure');
    await seen(one, '.inline-error');
    return one;
  },
  'a message that waits for a limit': async () => {
    const one = await refused('rate_limited', 60_000);
    await seen(one, '.inline-error');
    return one;
  },
};

/** For the states that are shown from now on. What the fixture finds things by is named in English in every language. */
export function showWith({ theme, locale }: { theme: 'light' | 'dark'; locale: string }): void {
  settings = { theme, locale, texts: { message: 'Message', sendMessage: 'Send message' } };
}
