import { expect } from '@open-wc/testing';
import { storageKey } from '@globalchat/core';
import { mountTeaser } from '../../../test/teaser-fixture.ts';
import type { TeaserFixture } from '../../../test/teaser-fixture.ts';
import { pastConversation, until } from '../../../test/widget-fixture.ts';

const PAGE = location.href;
const AT_ONCE = { id: 'hello', message: 'Hello' };

/** Nothing of it shows, also not in a moment. */
async function staysAway(one: TeaserFixture): Promise<void> {
  await one.started();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  await one.clock.settle();
  expect(one.message).to.equal(undefined);
}

describe('a trigger', () => {
  afterEach(() => {
    history.replaceState(null, '', PAGE);
    document.querySelector('.tall')?.remove();
    scrollTo(0, 0);
  });

  it('waits for its seconds', async () => {
    const one = await mountTeaser({ triggers: [{ ...AT_ONCE, after_seconds: 20 }] });
    await staysAway(one);
    await one.clock.advance(19_000);
    await staysAway(one);
    await one.clock.advance(1000);
    await one.shown('Hello');
  });

  it('counts them from when the page became one of its own, by whatever way, and goes when it is none any more', async () => {
    const one = await mountTeaser({ triggers: [{ ...AT_ONCE, url: '/prices', after_seconds: 5 }] });
    await staysAway(one);
    await one.clock.advance(60_000);
    await staysAway(one);
    history.pushState(null, '', '/prices');
    await one.clock.advance(4000);
    await staysAway(one);
    await one.clock.advance(1000);
    await one.shown('Hello');
    history.pushState(null, '', '/other');
    await until(() => !one.message, 'it goes with its page');
    history.pushState(null, '', '/prices');
    await one.clock.advance(60_000);
    await staysAway(one);
  });

  it('waits until so much of the page was seen', async () => {
    const tall = document.createElement('div');
    tall.className = 'tall';
    tall.style.blockSize = '4000px';
    document.body.append(tall);
    const one = await mountTeaser({ triggers: [{ ...AT_ONCE, scroll_percent: 100 }] });
    await staysAway(one);
    scrollTo(0, 1000);
    await staysAway(one);
    scrollTo(0, 4000);
    await one.shown('Hello');
  });

  it('has seen all of a page that does not scroll', async () => {
    const one = await mountTeaser({ triggers: [{ ...AT_ONCE, scroll_percent: 100 }] });
    await one.shown('Hello');
  });

  it('knows a pointer that leaves at the top from one that leaves elsewhere, and forgets it when it was too early', async () => {
    const one = await mountTeaser({ triggers: [{ ...AT_ONCE, exit_intent: true, after_seconds: 5 }] });
    await staysAway(one);
    const leave = (to: EventTarget | null, clientY: number, pointerType = 'mouse'): boolean =>
      document.body.dispatchEvent(
        new PointerEvent('pointerout', { relatedTarget: to, clientY, pointerType, bubbles: true }),
      );
    leave(null, -1);
    await one.clock.advance(6000);
    await staysAway(one);
    leave(null, 300);
    leave(document.documentElement, -1);
    leave(null, -1, 'touch');
    await staysAway(one);
    leave(null, -1);
    await one.shown('Hello');
  });

  it('that is for hours only waits for the team, and trusts no config that is out of date', async () => {
    const triggers = [{ ...AT_ONCE, hours_only: true, after_seconds: 5 }];
    const away = await mountTeaser({ triggers, config: { availability: { online: false } } });
    await staysAway(away);
    await away.clock.advance(60_000);
    await staysAway(away);
    const changesAt = new Date(away.clock.now() - 55_000).toISOString();
    const old = await away.again({ config: { availability: { online: true, changes_at: changesAt } } });
    await old.started();
    await old.clock.advance(60_000);
    await staysAway(old);
    const open = await old.again({ config: { availability: { online: true, changes_at: null } } });
    await open.started();
    await open.clock.advance(5000);
    await open.shown('Hello');
  });

  it('comes before those after it in the list, and one at a time', async () => {
    const one = await mountTeaser({
      triggers: [{ ...AT_ONCE, url: '/other' }, AT_ONCE, { id: 'b', message: 'B' }],
    });
    await one.shown('Hello');
    expect(one.root.querySelectorAll('.teaser').length).to.equal(1);
  });

  it('is told to the page, which can keep it away', async () => {
    const heard: string[] = [];
    const listen = (event: HTMLElementEventMap['gc-trigger']): void => {
      heard.push(event.triggerId);
      if (event.triggerId === 'hello') event.preventDefault();
    };
    document.addEventListener('gc-trigger', listen as unknown as EventListener);
    const one = await mountTeaser({ triggers: [AT_ONCE, { id: 'b', message: 'B' }] });
    await one.shown('B');
    document.removeEventListener('gc-trigger', listen as unknown as EventListener);
    expect(heard).to.deep.equal(['hello', 'b']);
  });
});

describe('a visitor is left in peace', () => {
  it('nothing is stored, sent or focused before they click, and a reload shows it again', async () => {
    const field = document.createElement('button');
    document.body.append(field);
    field.focus();
    const one = await mountTeaser({ triggers: [AT_ONCE] });
    const requests: unknown[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = (...request) => {
      requests.push(request[0]);
      return fetch(...request);
    };
    await one.shown('Hello');
    expect(document.activeElement).to.equal(field);
    expect(one.browser.storage.keys!()).to.deep.equal([]);
    expect(requests.filter((request) => !String(request).includes('widget_config'))).to.deep.equal([]);
    field.remove();
    await (await one.again()).shown('Hello');
  });

  it('for a week after they closed one, and from this one for good', async () => {
    const triggers = [AT_ONCE, { id: 'b', message: 'B', after_seconds: 1 }];
    const one = await mountTeaser({ triggers });
    await one.shown('Hello');
    one.button('close').click();
    expect(one.root.querySelector('.teaser')).to.equal(null);
    await one.clock.advance(60_000);
    await staysAway(one);
    const tomorrow = await one.again();
    await staysAway(tomorrow);
    const key = storageKey(`${one.backend.widgetId}:teaser`);
    expect(one.browser.storage.keys!()).to.deep.equal([key]);
    const { acted } = JSON.parse(one.browser.storage.getItem(key)!) as { acted: string[] };
    one.browser.storage.setItem(key, JSON.stringify({ acted, snoozedUntil: 1 }));
    const later = await tomorrow.again();
    await later.started();
    await later.clock.advance(2000);
    await later.shown('B');
  });

  it('in all tabs at once', async () => {
    const one = await mountTeaser({ triggers: [AT_ONCE] });
    await one.shown('Hello');
    const other = await mountTeaser({ triggers: [AT_ONCE], backend: one.backend, browser: one.browser });
    await other.shown('Hello');
    one.button('close').click();
    // A browser tells the other tabs.
    dispatchEvent(new StorageEvent('storage'));
    expect(other.message).to.equal(undefined);
  });

  it('when they talk already, here or in another tab', async () => {
    const one = await mountTeaser({ triggers: [{ ...AT_ONCE, after_seconds: 5 }] });
    await one.started();
    await pastConversation(one, ['A question']);
    one.browser.storage.setItem(storageKey(`${one.backend.widgetId}:trace`), 'talked');
    await one.clock.advance(6000);
    await staysAway(one);
  });

  it('when they opened the chat by themselves', async () => {
    const one = await mountTeaser({ triggers: [AT_ONCE], isOpened: true });
    await one.shown('Hello');
    one.root.querySelector<HTMLElement>('.launcher')!.click();
    await until(() => !one.message, 'it is gone at once');
    await until(() => one.element.state === 'open', 'the chat is open');
    expect(one.root.querySelector('.greeting')).to.equal(null);
    await staysAway(await one.again());
  });

  it('while they write something else', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    field.focus();
    const one = await mountTeaser({ triggers: [AT_ONCE] });
    await staysAway(one);
    field.blur();
    // A window behind another one hears of no focus.
    if (!document.hasFocus()) document.dispatchEvent(new FocusEvent('focusout'));
    await one.shown('Hello');
    field.remove();
  });

  it('by storage that cannot be read or written, or holds somebody else’s text', async () => {
    const broken = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    const one = await mountTeaser({
      triggers: [AT_ONCE],
      settings: { environment: { storage: { getItem: broken, setItem: broken, removeItem: broken } } },
    });
    await one.shown('Hello');
    one.button('close').click();
    expect(one.root.querySelector('.teaser')).to.equal(null);
    for (const text of ['null', '5', '{', '{"acted":5}', '{"acted":[{}],"snoozedUntil":1e300}']) {
      const other = await mountTeaser({ triggers: [AT_ONCE] });
      other.browser.storage.setItem(storageKey(`${other.backend.widgetId}:teaser`), text);
      await other.shown('Hello');
      other.element.remove();
    }
  });
});
