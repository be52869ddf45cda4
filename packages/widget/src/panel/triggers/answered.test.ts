import { expect } from '@open-wc/testing';
import { storageKey } from '@globalchat/core';
import { mountTeaser } from '../../../test/teaser-fixture.ts';
import type { TeaserFixture } from '../../../test/teaser-fixture.ts';
import { until } from '../../../test/widget-fixture.ts';

const TRIGGERS = [{ id: 'winter', message: 'Looking for a <b>cabin</b>?', sender: 'Mara' }];

const greeting = (one: TeaserFixture): ShadowRoot | null | undefined =>
  one.root.querySelector('.greeting')?.shadowRoot;

async function send(one: TeaserFixture, text: string): Promise<void> {
  await until(() => one.root.querySelector('textarea'), 'the composer is there');
  const textbox = one.root.querySelector('textarea')!;
  textbox.value = text;
  textbox.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  one.root.querySelector<HTMLElement>('.send')!.click();
  await until(() => one.root.querySelector('[data-status="sent"]'), 'it is sent');
}

describe('a click on a teaser', () => {
  it('opens the chat with its message above the composer, and a row exists when the visitor sends', async () => {
    const one = await mountTeaser({ triggers: TRIGGERS, isOpened: true });
    await one.shown(TRIGGERS[0]!.message);
    one.button('answer').click();
    expect(one.root.querySelector('.teaser')).to.equal(null);
    await until(() => greeting(one)?.querySelector('p')?.textContent === TRIGGERS[0]!.message, 'it is said');
    expect(greeting(one)!.querySelector('b')!.textContent).to.equal('Mara');
    expect(one.root.querySelector('.empty')).to.equal(null);
    await until(() => one.root.activeElement?.matches('textarea'), 'the composer has the focus');
    expect(one.backend.database.sessions()).to.deep.equal([]);
    await send(one, 'Yes');
    expect(greeting(one)!.querySelector('p')!.textContent).to.equal(TRIGGERS[0]!.message);
    expect(one.backend.database.sessions()[0]!.visitorMetadata['trigger']).to.equal('winter');
    const messages = (): ReturnType<typeof one.backend.database.messages> =>
      one.backend.database.sessions().flatMap(({ id }) => one.backend.database.messages(id));
    const [message] = messages();
    expect(message!.metadata).to.deep.equal({ trigger: 'winter' });
    // What is said in the next conversation answers nothing.
    one.root.querySelector<HTMLElement>('.back')!.click();
    await until(() => one.root.querySelector('.start'), 'home');
    one.root.querySelector<HTMLElement>('.start')!.click();
    await until(
      () => !one.root.querySelector('.greeting') && one.root.querySelector('textarea'),
      'a new one',
    );
    await send(one, 'Something else');
    expect(messages().find(({ content }) => content === 'Something else')!.metadata).to.deep.equal({});
  });

  it('stays at the beginning of its conversation after a reload, and of no other; no teaser shows there', async () => {
    const one = await mountTeaser({
      triggers: [...TRIGGERS, { id: 'other', message: 'And now?' }],
      isOpened: true,
    });
    await one.shown(TRIGGERS[0]!.message);
    one.button('answer').click();
    await send(one, 'Yes');
    const two = await one.again();
    two.element.open();
    await until(() => greeting(two)?.querySelector('p')?.textContent === TRIGGERS[0]!.message, 'it is there');
    expect(greeting(two)!.querySelector('b')!.textContent).to.equal('Mara');
    expect(two.root.querySelector('.teaser')).to.equal(null);
    two.root.querySelector<HTMLElement>('.back')!.click();
    await until(() => two.root.querySelector('.start'), 'home');
    two.root.querySelector<HTMLElement>('.start')!.click();
    await until(
      () => !two.root.querySelector('.greeting') && two.root.querySelector('textarea'),
      'a new one has none',
    );
    two.element.close();
    const key = storageKey(`${two.backend.widgetId}:greeting`);
    for (const text of ['null', '7', '{', '{"sessionId":"x"}', '{"sessionId":{},"said":{"message":1}}']) {
      two.browser.storage.setItem(key, text);
      const other = await two.again();
      other.element.open();
      await until(() => other.root.querySelector('textarea, .start'), 'it opens');
      expect(other.root.querySelector('.greeting')).to.equal(null);
      await other.element.reset();
      expect(other.browser.storage.keys!()).to.deep.equal([]);
      other.element.remove();
    }
  });

  it('never shows that one again, and a reset of the chat forgets it', async () => {
    const one = await mountTeaser({ triggers: TRIGGERS, isOpened: true });
    await one.shown(TRIGGERS[0]!.message);
    one.button('answer').click();
    await until(() => one.element.state === 'open');
    one.element.close();
    const again = await one.again();
    await again.started();
    expect(again.message).to.equal(undefined);
    await again.element.reset();
    expect(again.browser.storage.keys!()).to.deep.equal([]);
    await (await again.again()).shown(TRIGGERS[0]!.message);
  });

  it('is no answer of whoever comes after a reset', async () => {
    const one = await mountTeaser({ triggers: TRIGGERS, isOpened: true });
    await one.shown(TRIGGERS[0]!.message);
    one.button('answer').click();
    await until(() => one.root.querySelector('.greeting'));
    await one.element.reset();
    await until(() => !one.root.querySelector('.greeting'));
    await send(one, 'Somebody else');
    expect(one.backend.database.sessions()[0]!.visitorMetadata['trigger']).to.equal(undefined);
  });
});

describe('a teaser', () => {
  it('comes after the launcher for a keyboard, and Escape closes it and leaves the focus there', async () => {
    const one = await mountTeaser({ triggers: TRIGGERS });
    await one.shown(TRIGGERS[0]!.message);
    const launcher = one.root.querySelector('.launcher')!;
    const teaser = one.root.querySelector('.teaser')!;
    expect(launcher.compareDocumentPosition(teaser) & Node.DOCUMENT_POSITION_FOLLOWING).not.to.equal(0);
    expect([teaser.role, teaser.ariaLabel, teaser.part.value]).to.deep.equal(['status', 'Mara', 'teaser']);
    expect(one.button('close').ariaLabel).to.equal('Close');
    let heard = 0;
    const hear = (): void => void heard++;
    document.addEventListener('keydown', hear);
    one.button('close').focus();
    one
      .button('close')
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
    document.removeEventListener('keydown', hear);
    expect(one.root.querySelector('.teaser')).to.equal(null);
    expect(one.root.activeElement).to.equal(launcher);
    expect(heard).to.equal(0);
  });

  it('speaks the visitor’s language, with the owner’s words for it', async () => {
    const one = await mountTeaser({
      triggers: [
        { id: 'early-bird', message: 'Hello' },
        { id: 'teaser', message: 'Hi' },
      ],
      config: {
        locales: { de: { 'trigger.early-bird': 'Hallo', teaser: 'Na' }, 'de-AT': { teaser: 'Servus' } },
      },
      settings: { locale: 'de-AT' },
    });
    await one.shown('Hallo');
    expect(one.button('close').ariaLabel).to.equal('Schließen');
    one.button('close').click();
    const other = await mountTeaser({
      triggers: [{ id: 'teaser', message: 'Hi' }],
      config: { locales: { 'de-AT': { teaser: 'Servus' } } },
      settings: { locale: 'de-AT' },
    });
    await other.shown('Servus');
    const own = await other.again({ settings: { locale: 'ar', texts: { teaser: 'مرحبا', close: 'أغلق' } } });
    await own.shown('مرحبا');
    expect(own.bubble!.querySelector<HTMLElement>('.card')!.dir).to.equal('rtl');
    expect(own.button('close').ariaLabel).to.equal('أغلق');
  });

  it('is said by the team where the owner shows no faces', async () => {
    const one = await mountTeaser({ triggers: [{ id: 'a', message: 'Hello' }], config: { team: [] } });
    await one.shown('Hello');
    expect(one.bubble!.querySelector('.head')!.textContent).to.equal('FFjellhus');
  });

  for (const [what, settings] of [
    ['without a launcher', { launcher: 'none' }],
    ['in the flow of the page', { placement: 'inline' }],
  ] as const) {
    it(`does not show ${what}`, async () => {
      const one = await mountTeaser({ triggers: TRIGGERS, settings, isOpened: true });
      await one.started();
      await new Promise((resolve) => requestAnimationFrame(resolve));
      expect(one.root.querySelector('.teaser')).to.equal(null);
    });
  }

  it('goes and comes with the launcher, waits while the chat is hidden, and follows the theme', async () => {
    const one = await mountTeaser({ triggers: TRIGGERS });
    one.element.hide();
    await one.started();
    expect(one.message).to.equal(undefined);
    one.element.show();
    await one.shown(TRIGGERS[0]!.message);
    one.element.launcher = 'none';
    await until(() => !one.message, 'it goes with the launcher');
    one.element.launcher = null;
    await one.shown(TRIGGERS[0]!.message);
    const teaser = one.root.querySelector('.teaser')!;
    one.element.setTheme('dark');
    await until(() => getComputedStyle(teaser).backgroundColor === 'rgb(33, 34, 37)', 'it is dark');
    one.element.setTheme('light');
    await until(() => getComputedStyle(teaser).backgroundColor === 'rgb(255, 255, 255)', 'it is light');
  });

  it('stays when the panel comes near, and ends with the widget, with its consent, and with another widget', async () => {
    const one = await mountTeaser({ triggers: TRIGGERS, isOpened: true });
    await one.shown(TRIGGERS[0]!.message);
    one.button('answer').dispatchEvent(new PointerEvent('pointerenter'));
    await until(() => one.root.querySelector('.panel'), 'the panel is fetched');
    expect(one.message).to.equal(TRIGGERS[0]!.message);
    const ends = async (end: () => void): Promise<void> => {
      const { element } = one;
      if (!element.isConnected) document.body.append(element);
      await one.shown(TRIGGERS[0]!.message);
      end();
      await until(() => !one.root.querySelector('.teaser'), 'it is gone');
    };
    await ends(() => one.element.remove());
    await ends(() => (one.element.consent = 'required'));
    one.element.consent = null;
    await ends(() => (one.element.widgetId = crypto.randomUUID()));
  });

  it('leaves the page beside it free on a narrow screen, on either side, behind any offset', async () => {
    for (const position of ['start', 'end']) {
      for (const dir of ['ltr', 'rtl']) {
        document.documentElement.dir = dir;
        const one = await mountTeaser({
          triggers: [{ id: 'a', message: 'word '.repeat(100).trim() }],
          config: { position, launcher: { position, inline: 60 } },
        });
        await until(() => one.message);
        await until(() => one.root.querySelector('.teaser')!.getAnimations().length === 0, 'it has come');
        const box = one.root.querySelector('.teaser')!.getBoundingClientRect();
        const launcher = one.root.querySelector('.launcher')!.getBoundingClientRect();
        const isLeft = (position === 'start') === (dir === 'ltr');
        expect(isLeft ? box.left : innerWidth - box.right).to.be.closeTo(60, 16);
        expect(box.width).to.be.at.most(Math.min(296, innerWidth - 60 - 52));
        expect(box.bottom).to.be.below(launcher.top);
        one.element.remove();
      }
    }
    document.documentElement.removeAttribute('dir');
  });
});
