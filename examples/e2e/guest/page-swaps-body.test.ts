// Risk: a page that swaps its body, or parts of it, leaves no chat, two chats, a dead one, or closes the one that was open.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { byRole, openChat, waitForBubble, until } from '../people.ts';
import { Shop, launchers } from './shop.ts';

const LINK = '<h1>One</h1><a id="go" href="/two">Two</a>';
const TURBO = '<script type="module" src="/npm/@hotwired/turbo/dist/turbo.es2017-esm.js"></script>';
const MORPH =
  '<meta name="turbo-refresh-method" content="morph"><meta name="turbo-refresh-scroll" content="preserve">';
const HTMX = '<script src="/npm/htmx.org/dist/htmx.min.js"></script>';

/** Something that a page does to itself, and how to see that it is done. */
interface Swap {
  readonly what: string;
  readonly head?: string;
  readonly one: string;
  readonly two?: string;
  readonly swap: (page: Page) => Promise<unknown>;
  readonly done: (page: Page) => Promise<boolean>;
}

const heading = (page: Page): Promise<string> => page.$eval('h1', (element) => element.textContent ?? '');
const onTwo = async (page: Page): Promise<boolean> => (await heading(page)) === 'Two';
const SWAPS: readonly Swap[] = [
  {
    what: 'its body is written anew from its own HTML',
    one: LINK,
    swap: (page) => page.evaluate(() => (document.body.innerHTML += '<i></i>')),
    done: (page) => page.evaluate(() => document.querySelector('i') !== null),
  },
  {
    what: 'its body is replaced by a clone',
    one: LINK,
    swap: (page) =>
      page.evaluate(() => {
        const clone = document.body.cloneNode(true) as HTMLElement;
        clone.append(document.createElement('i'));
        document.body.replaceWith(clone);
      }),
    done: (page) => page.evaluate(() => document.querySelector('i') !== null),
  },
  {
    what: 'its body is emptied',
    one: LINK,
    swap: (page) => page.evaluate(() => document.body.replaceChildren(document.createElement('i'))),
    done: (page) => page.evaluate(() => document.querySelector('i') !== null),
  },
  {
    what: 'Turbo Drive visits another page',
    head: TURBO,
    one: LINK,
    two: '<h1>Two</h1>',
    swap: (page) => page.click('#go'),
    done: onTwo,
  },
  {
    what: 'Turbo goes back to a page of its cache',
    head: TURBO,
    one: LINK,
    two: '<h1>Two</h1>',
    swap: async (page) => {
      await page.click('#go');
      await until(() => onTwo(page), 'the second page');
      await page.evaluate(() => history.back());
    },
    done: async (page) => (await heading(page)) === 'One',
  },
  {
    what: 'Turbo refreshes it by morphing',
    head: TURBO + MORPH,
    one: LINK,
    swap: (page) =>
      page.evaluate(async () => {
        document.querySelector('h1')?.setAttribute('data-old', '');
        const { Turbo } = window as unknown as { Turbo: { visit(url: string, options: object): void } };
        const rendered = new Promise((resolve) =>
          document.addEventListener('turbo:render', resolve, { once: true }),
        );
        Turbo.visit(location.href, { action: 'replace' });
        await rendered;
      }),
    done: (page) => page.evaluate(() => document.querySelector('[data-old]') === null),
  },
  {
    what: 'htmx boosts a link',
    head: HTMX,
    one: LINK.replace('<a ', '<a hx-boost="true" hx-target="body" '),
    two: '<h1>Two</h1>',
    swap: (page) => page.click('#go'),
    done: onTwo,
  },
];

describe('a page that', () => {
  let shop: Shop;
  before(async () => {
    shop = await Shop.open();
  });
  after(() => shop?.close());

  for (const place of ['head', 'body'] as const) {
    for (const { what, head = '', one, two, swap, done } of SWAPS) {
      const arrive = async () => {
        const tag = shop.tag;
        const put = (path: string, body: string): void => {
          shop.page(path, place === 'body' ? body + tag : body, {
            head: place === 'head' ? head + tag : head,
          });
        };
        put('/one', one);
        if (two !== undefined) put('/two', two);
        const visit = await shop.visit('/one');
        await byRole(visit.page, 'button', 'Open chat');
        return visit;
      };
      const swapped = async (page: Page): Promise<void> => {
        await page.evaluate(() => Object.assign(window, { isSamePage: true }));
        await swap(page);
        await until(() => done(page), what);
        assert.ok(await page.evaluate(() => 'isSamePage' in window), 'the page was loaded anew');
      };

      it(`is so that ${what} (script in the ${place}): there is one launcher, which works`, async () => {
        const { page, troubles } = await arrive();
        await swapped(page);
        await byRole(page, 'button', 'Open chat');
        assert.deepEqual(await launchers(page), { seen: 1, elements: 1 });
        await page.evaluate(() =>
          (window as unknown as { GlobalChat(verb: string): void }).GlobalChat('open'),
        );
        await byRole(page, 'button', 'Close chat');
        assert.deepEqual(troubles, []);
        await page.browserContext().close();
      });

      it(`is so that ${what} (script in the ${place}): an open conversation goes on`, async () => {
        const { page, troubles } = await arrive();
        await openChat(page);
        const textbox = await byRole(page, 'textbox', 'Message');
        await textbox.type('Before it');
        await (await byRole(page, 'button', 'Send message')).click();
        await waitForBubble(page, 'Before it');
        await (await byRole(page, 'textbox', 'Message')).type('half a sent');
        await swapped(page);
        await waitForBubble(page, 'Before it');
        await (await byRole(page, 'textbox', 'Message')).type('ence');
        await (await byRole(page, 'button', 'Send message')).click();
        await waitForBubble(page, 'half a sentence');
        assert.equal((await launchers(page)).elements, 1);
        assert.deepEqual(troubles, []);
        await page.browserContext().close();
      });
    }
  }

  it('empties its body node by node comes to an end, and has its chat', async () => {
    shop.page('/emptied', LINK, { head: shop.tag });
    const { page } = await shop.visit('/emptied');
    await byRole(page, 'button', 'Open chat');
    await page.evaluate(() => {
      while (document.body.firstChild) document.body.firstChild.remove();
    });
    await byRole(page, 'button', 'Open chat');
    assert.deepEqual(await launchers(page), { seen: 1, elements: 1 });
    await page.browserContext().close();
  });

  it('swaps its body after destroy() has no chat any more', async () => {
    shop.page('/gone', LINK, { head: shop.tag });
    const { page } = await shop.visit('/gone');
    await byRole(page, 'button', 'Open chat');
    await page.evaluate(() => {
      (window as unknown as { GlobalChat(verb: string): void }).GlobalChat('destroy');
      document.body.innerHTML += '<i></i>';
    });
    assert.deepEqual(await launchers(page), { seen: 0, elements: 0 });
    await page.browserContext().close();
  });
});
