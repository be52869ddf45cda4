// Which browser the tests drive. Owns the search for one and its launch options; refuses to download any.
// An installed Chrome or Chromium is preferred; otherwise the one inside the npm package @sparticuz/chromium
// (Linux x64 only) is unpacked to the system's temporary folder and reused from there.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';

const USUAL_PLACES = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

// Background services look up Google's hosts at every start; tests must not touch the network.
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * What the npm Chromium would be started with, and must not be here: in one process, a second browser context takes the
 * whole browser down; and without web security a test would pass where a visitor's browser refuses.
 */
const UNFIT: ReadonlySet<string> = new Set([
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
]);

export interface BrowserLaunch {
  readonly executablePath: string;
  readonly args: string[];
  readonly headless: true | 'shell';
}

/** The executable of a browser that is installed, unless the npm one is forced. */
export function installedBrowser(): string | undefined {
  if (process.env['GC_BROWSER'] === 'npm') return undefined;
  return [process.env['CHROME_PATH'], ...USUAL_PLACES].find((path) => path && existsSync(path));
}

/** Whether the package from npm has a browser for this platform. */
export const hasNpmBrowser = process.platform === 'linux' && process.arch === 'x64';

/**
 * Launch options for puppeteer-core. `CHROME_PATH` names a browser, `GC_BROWSER=npm` forces the npm one.
 * Throws with the way out when this platform has neither.
 */
export async function findBrowser(): Promise<BrowserLaunch> {
  const installed = installedBrowser();
  if (installed) return { executablePath: installed, args: QUIET, headless: true };
  if (!hasNpmBrowser) {
    throw new Error('No Chrome or Chromium found. Install one, or set CHROME_PATH to its executable.');
  }
  const { default: chromium } = await import('@sparticuz/chromium');
  chromium.setGraphicsMode = false;
  const args = [...new Set([...chromium.args, ...QUIET])].filter((flag) => !UNFIT.has(flag));
  return { executablePath: await unpackNpmBrowser(), args, headless: 'shell' };
}

/**
 * Test files start at once, and the package takes a half-unpacked file of another process, or one of an older version, for
 * the browser. So each version has a folder, which is complete as soon as it is there. The package unpacks into the
 * temporary folder of its process.
 */
async function unpackNpmBrowser(): Promise<string> {
  const name = '@sparticuz/chromium';
  const manifest = join(dirname(createRequire(import.meta.url).resolve(name)), '../package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { readonly version: string };
  const folder = join(tmpdir(), `globalchat-chromium-${version}`);
  if (!existsSync(folder)) {
    const draft = await mkdtemp(`${folder}-`);
    const unpack = `import { default as chromium } from '${name}'; await chromium.executablePath();`;
    const options = { cwd: import.meta.dirname, env: { ...process.env, TMPDIR: draft } };
    await promisify(execFile)(process.execPath, ['--input-type=module', '-e', unpack], options);
    try {
      await rename(draft, folder);
    } catch (error) {
      // Another process was quicker; its browser is as good.
      await rm(draft, { recursive: true, force: true });
      if (!existsSync(folder)) throw error;
    }
  }
  return join(folder, 'chromium');
}

/**
 * A page that is in front, whatever else is open. Of several tabs in one window an installed browser draws only one: the
 * others are hidden and get no frames, as they would on a visitor's screen.
 */
export function openWindow(browser: Browser | BrowserContext): Promise<Page> {
  return browser.newPage({ type: 'window' });
}
