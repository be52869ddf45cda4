// A real browser, and pages of one origin in it that run a script made of our sources.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';
import type { BrowserContext, LaunchOptions, Page } from 'puppeteer-core';

/** The workspace's own search for a browser; outside of this package, so its types are told here. */
const tools = (await import(new URL('../../../tools/browser.ts', import.meta.url).href)) as {
  findBrowser(): Promise<LaunchOptions>;
  openWindow(context: BrowserContext): Promise<Page>;
};

export interface BrowserPages {
  readonly origin: string;
  /** A browser profile of its own, in which `tab` opens pages that have run the script. */
  profile(): Promise<{ readonly tab: () => Promise<Page> }>;
  close(): Promise<void>;
}

/** @param contents A module as if it were in `src`. */
export async function openBrowser(contents: string): Promise<BrowserPages> {
  const bundle = await build({
    stdin: {
      contents: `${contents}; window.loaded = true;`,
      resolveDir: fileURLToPath(new URL('../src/', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/core.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/core.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await puppeteer.launch(await tools.findBrowser());

  return {
    origin,
    async profile() {
      const context = await browser.createBrowserContext();
      return {
        async tab() {
          const page = await tools.openWindow(context);
          await page.goto(origin);
          await page.waitForFunction(() => 'loaded' in window);
          return page;
        },
      };
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
