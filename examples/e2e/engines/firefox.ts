// Firefox, over WebDriver BiDi.
import { existsSync } from 'node:fs';
import puppeteer, { type ElementHandle } from 'puppeteer-core';
import { openWindow } from '../../../tools/browser.ts';
import { until } from '../people.ts';
import { findInChat, readInChat } from './engine.ts';
import type { Engine, EngineKind } from './engine.ts';

const PLACES = [
  process.env['FIREFOX_PATH'],
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

async function start(): Promise<Engine | null> {
  const executablePath = PLACES.find((path) => path && existsSync(path));
  if (!executablePath) return null;
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
  const page = await openWindow(browser);
  const find = async (selector: string): Promise<ElementHandle | null> =>
    (await page.evaluateHandle(findInChat, selector)).asElement() as ElementHandle | null;
  return {
    open: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    click: async (selector) => {
      await until(async () => {
        const element = await find(selector);
        await element?.click();
        return element;
      }, `${selector} to click`);
    },
    type: async (selector, text) => {
      await until(() => find(selector), `${selector} to type into`);
      await (await find(selector))?.type(text);
    },
    read: (selector) => page.evaluate(readInChat, selector),
    userAgent: () => browser.userAgent(),
    close: () => browser.close(),
  };
}

export const firefox: EngineKind = { name: 'Firefox', start };
