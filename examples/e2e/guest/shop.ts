// A shop's own pages around the script tag, on an origin of their own: a server that answers with what a test writes, with the
// published bundle beside it and a demo's backend behind it.
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { openWindow } from '../../../tools/browser.ts';
import { startDemo, type Demo } from '../demo.ts';
import { launchBrowser } from '../people.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.png': 'image/png',
  '.html': 'text/html; charset=utf-8',
};
const require = createRequire(import.meta.url);

export interface Visit {
  readonly page: Page;
  /** Warnings and errors of the console, and errors that nobody caught. */
  readonly troubles: string[];
}

export class Shop {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly origin: string;
  readonly #server: Server;
  /** A folder of pages that a tool built. */
  #built = '';
  readonly #pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>();

  private constructor(demo: Demo, browser: Browser, server: Server) {
    this.demo = demo;
    this.browser = browser;
    this.#server = server;
    this.origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  static async open(): Promise<Shop> {
    const [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const shop = new Shop(demo, browser, server);
    server.on('request', (request, response) => {
      void shop.#answer(new URL(request.url ?? '/', shop.origin).pathname).then(
        ({ type, body, headers }) => response.writeHead(200, { 'content-type': type, ...headers }).end(body),
        () => response.writeHead(404).end(),
      );
    });
    return shop;
  }

  async close(): Promise<void> {
    await this.browser.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await this.demo.stop();
  }

  /** The README's tag. */
  get tag(): string {
    const { api, publishableKey, widgetId } = this.demo;
    return `<script async src="/cdn/global-chat.js" data-supabase-url="${api}" data-supabase-key="${publishableKey}" data-widget-id="${widgetId}"></script>`;
  }

  /** The settings of a call of `init`. */
  get settings(): string {
    const { api, publishableKey, widgetId } = this.demo;
    return JSON.stringify({ supabaseUrl: api, supabaseKey: publishableKey, widgetId });
  }

  /** Puts a page on the site. `/npm/NAME` is a file of an installed package. */
  page(path: string, body: string, { head = '', headers = {} } = {}): void {
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop ${path}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">${head}</head><body>${body}</body></html>`;
    this.#pages.set(path, { html, headers });
  }

  /** Puts a built site around the other pages. */
  site(folder: string): void {
    this.#built = folder;
  }

  /** A new visitor on one of the pages. */
  async visit(path: string): Promise<Visit> {
    const context = await this.browser.createBrowserContext();
    const page = await openWindow(context);
    const troubles: string[] = [];
    page.on('console', (message) => {
      if (['warn', 'error'].includes(message.type())) troubles.push(message.text());
    });
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.setDefaultTimeout(10_000);
    await page.goto(this.origin + path);
    return { page, troubles };
  }

  async #answer(path: string) {
    const page = this.#pages.get(path);
    if (page) return { type: TYPES['.html'] ?? '', body: page.html, headers: page.headers };
    if (path === '/favicon.ico') return { type: 'image/png', body: '', headers: {} };
    const [, folder, ...rest] = path.split('/');
    if (folder !== 'cdn' && folder !== 'npm') {
      const file = join(this.#built, path.endsWith('/') ? `${path}index.html` : path);
      return { type: TYPES[extname(file)] ?? 'text/plain', body: await readFile(file), headers: {} };
    }
    const file =
      folder === 'npm'
        ? require.resolve(rest.join('/'))
        : join(process.env['GC_DEMO_PAGES'] ?? '', 'cdn', rest.join('/'));
    return { type: TYPES[extname(file)] ?? 'text/plain', body: await readFile(file), headers: {} };
  }
}

/** How many round buttons a person sees, and how many elements there are. */
export function launchers(page: Page): Promise<{ seen: number; elements: number }> {
  return page.evaluate(() => {
    const elements = [...document.querySelectorAll('global-chat')];
    const buttons = elements.map((element) => element.shadowRoot?.querySelector('.launcher'));
    return { seen: buttons.filter((button) => button?.checkVisibility()).length, elements: elements.length };
  });
}
