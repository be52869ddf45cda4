// One Chromium with a profile on disk that survives its death, and the server of the page that its tabs show. Owns the
// process and the folder.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';

export interface Chromium {
  /** Where the page is served. */
  readonly origin: string;
  openWindow(): Promise<Page>;
  /** kill -9 on the browser's process; its renderers go with it. A new one starts on the same profile. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** The workspace's own search for a browser; outside of this package, so its types are told here. */
const tools = (await import(new URL('../../../../tools/browser.ts', import.meta.url).href)) as {
  findBrowser(): Promise<LaunchOptions>;
  openWindow(browser: Browser): Promise<Page>;
};

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./tab-page.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

export async function startChromium(): Promise<Chromium> {
  const script = await bundlePage();
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const profile = await mkdtemp(join(tmpdir(), 'gc-chaos-profile-'));
  const options = { ...(await tools.findBrowser()), userDataDir: profile };
  let browser: Browser = await puppeteer.launch(options);

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const child = browser.process();
    const exit = child && child.exitCode === null ? once(child, 'exit') : null;
    child?.kill(signal);
    await exit;
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    openWindow: () => tools.openWindow(browser),
    async kill() {
      await end('SIGKILL');
      browser = await puppeteer.launch(options);
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
