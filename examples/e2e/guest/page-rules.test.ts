// Risk: what a page says to all of its elements, its shortcuts, its dialogs and its old scripts break the chat, or the chat
// takes what is typed elsewhere.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ElementHandle, Page } from 'puppeteer-core';
import { byRole, openChat, waitForBubble, until } from '../people.ts';
import { Shop } from './shop.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where a part of the chat is, in the window. */
const boxOf = (page: Page, part: string): Promise<Box> =>
  page.evaluate((name) => {
    const found = document.querySelector('global-chat')?.shadowRoot?.querySelector(`[part~=${name}]`);
    if (!found) throw new Error(`no ${name}`);
    const { left, top, right, bottom } = found.getBoundingClientRect();
    return { left, top, right, bottom };
  }, part);

const isInside = (box: Box): boolean =>
  box.left >= 0 && box.top >= 0 && box.right <= 1280 && box.bottom <= 800;

async function send(page: Page, text: string): Promise<void> {
  const textbox = await byRole(page, 'textbox', 'Message');
  await textbox.click();
  await textbox.type(text);
  await (await byRole(page, 'button', 'Send message')).click();
  await waitForBubble(page, text);
}

const callChat = (page: Page, verb: string): Promise<void> =>
  page.evaluate((name) => {
    (window as unknown as { GlobalChat(verb: string): void }).GlobalChat(name);
  }, verb);

describe('a page', () => {
  let shop: Shop;
  before(async () => {
    shop = await Shop.open();
  });
  after(() => shop?.close());

  const arrive = async (body: string, head = '') => {
    shop.page('/', body, { head: head + shop.tag });
    const visit = await shop.visit('/');
    await byRole(visit.page, 'button', 'Open chat');
    return visit;
  };

  for (const rule of [
    '*{all:unset}',
    'body>*{position:relative}',
    '*{overflow:hidden}',
    'body>*{margin:10px;padding:10px}',
    'body{pointer-events:none;user-select:none}',
    'body{text-transform:uppercase;white-space:pre;word-spacing:2em;letter-spacing:1em;text-indent:9em;text-shadow:2px 2px red;-webkit-text-fill-color:red;font-variant:small-caps;word-break:break-all}',
    'body{zoom:1.5}',
    'html{filter:grayscale(1)}',
  ]) {
    it(`that says ${rule.slice(0, 60)} has the chat in its corner, to be clicked and read as it was written`, async () => {
      const { page } = await arrive('<h1>Shop</h1>', `<style>${rule}</style>`);
      const launcher = await boxOf(page, 'launcher');
      assert.ok(Math.abs(1280 - 20 - launcher.right) < 42, JSON.stringify(launcher));
      assert.ok(Math.abs(800 - 20 - launcher.bottom) < 42, JSON.stringify(launcher));
      await openChat(page);
      await send(page, 'aB12-cD');
      await until(async () => isInside(await boxOf(page, 'panel')), 'the panel is on the screen');
      const look = await page.evaluate(() => {
        const bubble = document.querySelector('global-chat')?.shadowRoot?.querySelector('[part~=message]');
        if (!bubble) return null;
        const style = getComputedStyle(bubble);
        const { textTransform, letterSpacing, wordSpacing, textIndent, textShadow, userSelect, wordBreak } =
          style;
        return { textTransform, letterSpacing, wordSpacing, textIndent, textShadow, userSelect, wordBreak };
      });
      assert.deepEqual(look, {
        textTransform: 'none',
        letterSpacing: 'normal',
        wordSpacing: '0px',
        textIndent: '0px',
        textShadow: 'none',
        userSelect: look?.userSelect === 'auto' ? 'auto' : 'text',
        wordBreak: 'normal',
      });
      await page.browserContext().close();
    });
  }

  it('gives its font, direction and tokens to the chat', async () => {
    const { page } = await arrive(
      '<h1>Shop</h1>',
      '<style>body{font-family:monospace;--gc-primary:#8a3f1d}html{direction:rtl}</style>',
    );
    await openChat(page);
    const look = await page.evaluate(() => {
      const root = document.querySelector('global-chat')?.shadowRoot;
      const [panel, launcher] = ['.panel', '.launcher'].map((name) =>
        getComputedStyle(root!.querySelector(name)!),
      );
      return [panel!.fontFamily, panel!.direction, launcher!.getPropertyValue('--_primary')];
    });
    assert.deepEqual(look, ['monospace', 'rtl', '#8a3f1d']);
    await page.browserContext().close();
  });

  it('with shortcuts hears no key, paste or input of the chat', async () => {
    const { page } = await arrive('<input id="search">');
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const type of ['keydown', 'keyup', 'keypress', 'input', 'beforeinput', 'paste', 'focusin'])
        document.addEventListener(type, ({ target }) => {
          if ((target as Element).localName === 'global-chat') heard.push(type);
        });
    });
    await openChat(page);
    await page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
    await send(page, 'either/or');
    assert.deepEqual(await page.evaluate(() => (window as unknown as { heard: string[] }).heard), []);
    await page.keyboard.press('Escape');
    await byRole(page, 'button', 'Open chat');
    await page.browserContext().close();
  });

  it('with a dialog of Bootstrap that keeps the focus lets the visitor write', async () => {
    const { page } = await arrive(
      '<div class="modal" id="dialog" tabindex="-1"><div class="modal-dialog"><input id="name"></div></div>',
      '<script src="/npm/bootstrap/dist/js/bootstrap.bundle.min.js"></script>',
    );
    await openChat(page);
    await page.evaluate(async () => {
      const { bootstrap } = window as unknown as {
        bootstrap: { Modal: new (node: Element) => { show(): void } };
      };
      const node = document.querySelector('#dialog')!;
      const shown = new Promise((resolve) =>
        node.addEventListener('shown.bs.modal', resolve, { once: true }),
      );
      new bootstrap.Modal(node).show();
      await shown;
    });
    await send(page, 'over the dialog');
    assert.equal(await page.$eval('#name', (input) => (input as HTMLInputElement).value), '');
    await page.browserContext().close();
  });

  for (const [where, body] of [
    ['in a frame', '<iframe srcdoc="<input autofocus>"></iframe>'],
    ['in another component', '<other-form></other-form>'],
  ] as const) {
    it(`keeps the focus that is ${where} when it opens the chat`, async () => {
      const { page } = await arrive(body);
      await page.evaluate(() => {
        const form = document.querySelector('other-form');
        if (form) form.attachShadow({ mode: 'open' }).append(document.createElement('input'));
      });
      const field = (await page.evaluateHandle(
        () =>
          document.querySelector('iframe')?.contentDocument?.querySelector('input') ??
          document.querySelector('other-form')?.shadowRoot?.querySelector('input'),
      )) as ElementHandle<HTMLInputElement>;
      await field.click();
      await field.type('half a ');
      await callChat(page, 'open');
      await byRole(page, 'button', 'Close chat');
      await byRole(page, 'textbox', 'Message').catch(() => null);
      await page.keyboard.type('word');
      assert.equal(await field.evaluate((input) => input.value), 'half a word');
      await page.browserContext().close();
    });
  }

  it('with Prototype, and with what old scripts did to arrays and objects, sends what is written', async () => {
    const { page } = await arrive(
      '<h1>Shop</h1>',
      `<script src="/npm/prototype-js-core"></script><script>
        Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join() + ']'; };
        Object.prototype.extended = function () {};
        Array.from = (list) => (list.toArray ? list.toArray() : Array.prototype.slice.call(list));
      </script>`,
    );
    await openChat(page);
    await send(page, 'from an old page');
    await page.waitForFunction(() =>
      /sent|delivered|seen/.test(
        document
          .querySelector('global-chat')
          ?.shadowRoot?.querySelector('[part~=message]')
          ?.getAttribute('data-status') ?? '',
      ),
    );
    await page.browserContext().close();
  });

  it('may call before init', async () => {
    shop.page('/late', '<h1>Late</h1>', {
      head: `<script src="/cdn/global-chat.js"></script>`,
    });
    const { page } = await shop.visit('/late');
    await page.evaluate((settings) => {
      const chat = (window as unknown as { GlobalChat: (...values: unknown[]) => void }).GlobalChat;
      Object.assign(window, { opened: 0 });
      chat('on', 'open', () => Object.assign(window, { opened: 1 }));
      chat('prefill', 'Hello there');
      chat('init', JSON.parse(settings));
      chat('open');
    }, shop.settings);
    await page.waitForFunction('window.opened === 1');
    await page.browserContext().close();
  });

  it('gets no file that is dropped on the chat', async () => {
    const { page } = await arrive('<h1>Shop</h1>');
    await openChat(page);
    await send(page, 'A picture follows');
    await page.waitForFunction(
      () => document.querySelector('global-chat')?.shadowRoot?.querySelector('input[type=file]') !== null,
    );
    const prevented = await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['words'], 'notes.txt', { type: 'text/plain' }));
      const drop = new DragEvent('drop', {
        dataTransfer: data,
        bubbles: true,
        cancelable: true,
        composed: true,
      });
      document
        .querySelector('global-chat')
        ?.shadowRoot?.querySelector('[part~=transcript]')
        ?.dispatchEvent(drop);
      return drop.defaultPrevented;
    });
    assert.equal(prevented, true);
    await page.waitForFunction(() =>
      document
        .querySelector('global-chat')
        ?.shadowRoot?.querySelector('.panel')
        ?.textContent.includes('notes.txt'),
    );
    await page.browserContext().close();
  });
});
