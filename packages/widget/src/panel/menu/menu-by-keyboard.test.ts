import { expect } from '@open-wc/testing';
import { emulateMedia, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { pastConversation, mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture, WidgetFixtureOptions } from '../../../test/widget-fixture.ts';

const FEATURES = {
  sounds: true,
  receipts: true,
  typing: true,
  attachments: true,
  csat: true,
  editMinutes: 5,
};

/** Somebody with a conversation, which shows. */
async function talking(options: WidgetFixtureOptions = {}): Promise<WidgetFixture> {
  const first = await mountWidget({ config: { features: FEATURES }, ...options });
  await pastConversation(first, ['A question', 'An answer']);
  const one = await first.reload();
  one.element.open();
  await one.reads('An answer');
  await one.shown('More options');
  return one;
}

const menu = ({ root }: WidgetFixture): HTMLElement | null => root.querySelector('[role="menu"]');
const focused = ({ root }: WidgetFixture): string => root.activeElement?.textContent.trim() ?? '';

describe('the menu of a conversation', () => {
  /** Whatever this browser says: what it adds to the menu is tested beside it. */
  before(() =>
    Object.defineProperty(Notification, 'permission', { configurable: true, get: () => 'denied' }),
  );

  it('is opened, walked and left by keyboard, and the focus comes back to its button', async () => {
    const one = await talking();
    const button = one.button('More options');
    button.focus();
    await sendKeys({ press: 'ArrowDown' });
    await until(() => focused(one) === 'Mute sounds', 'the first item has the focus');
    expect(button.ariaExpanded).to.equal('true');
    const way: readonly [string, string][] = [
      ['ArrowDown', 'Download transcript'],
      ['ArrowDown', 'Erase my data'],
      ['ArrowDown', 'Mute sounds'],
      ['ArrowUp', 'Erase my data'],
      ['Home', 'Mute sounds'],
      ['End', 'Erase my data'],
    ];
    for (const [key, name] of way) {
      await sendKeys({ press: key });
      expect(focused(one), key).to.equal(name);
    }
    await sendKeys({ press: 'Escape' });
    await until(() => menu(one) === null, 'it is closed');
    expect(one.root.activeElement === button).to.equal(true);
    expect(one.element.state).to.equal('open');
    await sendKeys({ press: 'Enter' });
    await until(() => menu(one));
    await sendKeys({ press: 'Tab' });
    await until(() => menu(one) === null);
  });

  it('is closed by a press elsewhere and by another screen', async () => {
    const one = await talking();
    one.button('More options').click();
    await until(() => menu(one));
    const { left, top } = one.root.querySelector('.composer')!.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(left + 20), Math.round(top + 12)] });
    await until(() => menu(one) === null);
    one.button('More options').click();
    await until(() => menu(one));
    one.button('Back').click();
    await one.shown('Start a conversation');
    one.button('Start a conversation').click();
    await one.shown('Message');
    expect(menu(one) === null).to.equal(true);
  });

  it('and what else is open is closed by Esc before the chat is, in full screen, too', async () => {
    await setViewport({ width: 390, height: 780 });
    const one = await talking();
    expect(one.root.querySelector('dialog')!.matches(':modal')).to.equal(true);
    one.button('More options').click();
    await one.shown('Mute sounds');
    await sendKeys({ press: 'Escape' });
    await until(() => menu(one) === null);
    one.button('More options').click();
    (await one.shown('Erase my data')).click();
    await one.shown('Erase your data?');
    await sendKeys({ press: 'Escape' });
    await until(() => !one.find('Erase your data?'));
    one.button('Emoji').click();
    await until(() => one.root.querySelector('[role="grid"]'));
    await sendKeys({ press: 'Escape' });
    await until(() => !one.root.querySelector('[role="grid"]'));
    expect(one.element.hasAttribute('open')).to.equal(true);
    expect(one.element.state).to.equal('open');
    await sendKeys({ press: 'Escape' });
    await until(() => one.element.state === 'closed');
    await setViewport({ width: 1024, height: 768 });
  });

  it('mutes for this widget on this device, until the visitor is forgotten', async () => {
    const first = await talking();
    first.button('More options').click();
    (await first.shown('Mute sounds')).click();
    const one = await first.reload();
    one.element.open();
    await one.shown('More options');
    one.button('More options').click();
    await one.shown('Turn on sounds');
    await one.element.reset();
    await one.shown('Message');
    await one.shown('More options');
    one.button('More options').click();
    await one.shown('Mute sounds');
    expect(one.find('Erase my data') === undefined).to.equal(true);
    expect(one.find('Download transcript') === undefined).to.equal(true);
  });

  it('is the same on the home screen, but for what belongs to a conversation', async () => {
    const one = await talking();
    one.button('Back').click();
    await one.shown('Start a conversation');
    const button = await one.shown('More options');
    button.focus();
    await sendKeys({ press: 'ArrowDown' });
    await until(() => focused(one) === 'Mute sounds', 'the first item has the focus');
    await sendKeys({ press: 'ArrowDown' });
    expect(focused(one)).to.equal('Erase my data');
    await sendKeys({ press: 'Enter' });
    await one.shown('Erase your data?');
    const isReached = (name: string): boolean => !one.button(name).closest('[inert]');
    const isClosable = !one.root.querySelector('[part="close"]')!.closest('[inert]');
    expect([isReached('Cancel'), isReached('Start a conversation'), isClosable]).to.deep.equal([
      true,
      false,
      false,
    ]);
    one.button('Cancel').click();
    await until(() => one.root.activeElement === one.button('More options'), 'the focus is back');
    expect(isReached('Start a conversation')).to.equal(true);
    one.button('More options').click();
    (await one.shown('Erase my data')).click();
    await one.shown('Erase your data?');
    one.button('Erase').click();
    await one.shown('Your data is erased.');
    expect(one.backend.database.sessions()).to.deep.equal([]);
  });

  it('is forgotten by a reset that comes before anything of it was loaded', async () => {
    const one = await mountWidget();
    const key = `globalchat:${one.backend.widgetId}:preferences`;
    one.browser.storage.setItem(key, '{"muted":true}');
    await one.element.reset();
    expect(one.browser.storage.getItem(key)).to.equal(null);
  });

  it('is not offered to whom it has nothing to offer, and survives what a stranger stored', async () => {
    const one = await mountWidget({ config: { features: { ...FEATURES, sounds: false } } });
    for (const text of ['null', '[]', '"x"', '{"muted":1,"emoji":{"a":1}}', '{'])
      one.browser.storage.setItem(`globalchat:${one.backend.widgetId}:preferences`, text);
    await one.openNew();
    await one.shown('Emoji');
    expect(one.find('More options') === undefined).to.equal(true);
  });

  for (const theme of ['light', 'dark']) {
    it(`is accessible with what it opens: ${theme}`, async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      const one = await talking({ settings: { theme } });
      one.button('More options').click();
      await one.shown('Mute sounds');
      await expect(one.element).to.be.accessible();
      one.find('Erase my data')!.click();
      await one.shown('Cancel');
      await expect(one.element).to.be.accessible();
      one.button('Cancel').click();
      await until(() => !one.find('Cancel'));
      one.button('Emoji').click();
      await until(() => one.root.querySelector('[role="grid"]'));
      await expect(one.element).to.be.accessible();
      await emulateMedia({ reducedMotion: 'no-preference' });
    });
  }
});
