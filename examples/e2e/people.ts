// A visitor and an agent as a person would act: by accessible names only, each in a browser profile of their own.
import puppeteer, { type Browser, type BrowserContext, type ElementHandle, type Page } from 'puppeteer-core';
import { findBrowser, openWindow } from '../../tools/browser.ts';
import { createUntil } from '../../tools/test-kit/until.ts';
import type { DemoAgent } from './demo.ts';

const TIMEOUT = 15_000;

/** @param userDataDir A profile that outlives the browser; a fresh one when absent. */
export async function launchBrowser(userDataDir?: string): Promise<Browser> {
  return puppeteer.launch({
    ...(await findBrowser()),
    defaultViewport: { width: 1280, height: 800 },
    ...(userDataDir && { userDataDir }),
  });
}

/** What went wrong on a page without anybody looking: script errors, refused resources, console errors. */
export interface Troubles {
  readonly list: string[];
  readonly warnings: string[];
  /** What `console.log` said. */
  readonly log: string[];
}

async function openPage(context: BrowserContext): Promise<{ page: Page; troubles: Troubles }> {
  const page = await openWindow(context);
  page.setDefaultTimeout(TIMEOUT);
  const list: string[] = [];
  const warnings: string[] = [];
  const log: string[] = [];
  page.on('pageerror', (error) =>
    list.push(`page error: ${error instanceof Error ? error.message : String(error)}`),
  );
  page.on('console', (message) => {
    if (message.type() === 'error') list.push(`console: ${message.text()}`);
    if (message.type() === 'warn') warnings.push(message.text());
    if (message.type() === 'log') log.push(message.text());
  });
  return { page, troubles: { list, warnings, log } };
}

/** Waits for the element with this role and accessible name, through shadow roots. */
export async function byRole(page: Page, role: string, name: string): Promise<ElementHandle> {
  const found = await page.waitForSelector(`aria/${name}[role="${role}"]`);
  if (!found) throw new Error(`no ${role} "${name}"`);
  return found;
}

/** Waits for the innermost visible element whose text contains `text`, through shadow roots. */
export async function byText(page: Page, text: string): Promise<ElementHandle> {
  const found = await page.waitForFunction(
    (wanted) => {
      const find = (root: ParentNode): Element | null => {
        for (const element of root.children) {
          const inner = find(element.shadowRoot ?? element) ?? (element.shadowRoot ? find(element) : null);
          if (inner) return inner;
          if (
            element.textContent.includes(wanted) &&
            element.checkVisibility() &&
            !element.matches('style, script')
          )
            return element;
        }
        return null;
      };
      return find(document.body);
    },
    { polling: 50 },
    text,
  );
  const element = found.asElement();
  if (!element) throw new Error(`nothing says "${text}"`);
  return element as ElementHandle;
}

/** Everything the page shows, shadow roots included, in one string. */
export function visibleText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const read = (node: Node): string => {
      if (node instanceof Element && (node.matches('style, script') || !node.checkVisibility())) return '';
      if (node instanceof Text) return node.data;
      if (node instanceof HTMLSlotElement && node.assignedNodes().length > 0) {
        return node.assignedNodes().map(read).join(' ');
      }
      const root = node instanceof Element ? node.shadowRoot : null;
      return [...(root ?? node).childNodes].map(read).join(' ');
    };
    return read(document.body).replace(/\s+/g, ' ');
  });
}

/** The contents of all bubbles on the page, in document order. */
export function bubbles(
  page: Page,
): Promise<{ text: string; status: string | null; id: string | null; part: string }[]> {
  return page.evaluate(() => {
    const all = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((element) => [
        ...(element.part.contains('message') ? [element] : []),
        ...(element.shadowRoot ? all(element.shadowRoot) : []),
      ]);
    return all(document).map((element) => ({
      text: (element.textContent ?? '').replace(/\s+/g, ' ').trim(),
      status: element.getAttribute('data-status'),
      id: element.getAttribute('data-id'),
      part: element.part.value,
    }));
  });
}

/** A headless browser shows all its pages at once. */
export async function look(page: Page, visibility: DocumentVisibilityState): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, visibility);
}

export const until = createUntil({ patience: TIMEOUT, interval: 20 });

/** Waits until a bubble holds `text`. */
export async function waitForBubble(page: Page, text: string, timeout = TIMEOUT): Promise<void> {
  await until(
    async () => (await bubbles(page)).some((bubble) => bubble.text.includes(text)),
    `a bubble "${text}"`,
    { sight: async () => JSON.stringify(await bubbles(page)), patience: timeout },
  );
}

/** Opens the panel and gets to a composer, over the home screen where one is shown. */
export async function openChat(page: Page): Promise<void> {
  await (await byRole(page, 'button', 'Open chat')).click();
  while (!(await enterConversation(page)));
  await byRole(page, 'textbox', 'Message');
}

/** Past the home screen, where there is one. False when it was drawn anew before it could be clicked. */
async function enterConversation(page: Page): Promise<boolean> {
  const composer = byRole(page, 'textbox', 'Message').then(() => null);
  const start = byRole(page, 'button', 'Start a conversation');
  const home = await Promise.any([composer, start]);
  // The slower of the two ends by its own timeout, which nobody waits for.
  for (const either of [composer, start]) either.catch(() => null);
  try {
    await home?.click();
    return true;
  } catch (error) {
    if (!String(error).includes('detached')) throw error;
    return false;
  }
}

export class Visitor {
  readonly page: Page;
  readonly troubles: Troubles;
  readonly #context: BrowserContext;

  private constructor(page: Page, troubles: Troubles, context: BrowserContext) {
    this.page = page;
    this.troubles = troubles;
    this.#context = context;
  }

  static async arrive(browser: Browser, landing: string): Promise<Visitor> {
    const context = await browser.createBrowserContext();
    const { page, troubles } = await openPage(context);
    await page.goto(landing);
    return new Visitor(page, troubles, context);
  }

  /** In the browser's own profile, which a context of its own would not use. */
  static async arriveAtHome(browser: Browser, landing: string): Promise<Visitor> {
    const context = browser.defaultBrowserContext();
    const { page, troubles } = await openPage(context);
    await page.goto(landing);
    return new Visitor(page, troubles, context);
  }

  async openChat(): Promise<void> {
    await openChat(this.page);
  }

  /** Opens an earlier conversation from the home screen, by a part of its last message. */
  async continueConversation(lastMessage: string): Promise<void> {
    await (await byRole(this.page, 'button', 'Open chat')).click();
    const item = await byText(this.page, lastMessage);
    // Where the only conversation opens by itself there is no list to choose from.
    if ((await bubbles(this.page)).length === 0) await item.click();
  }

  async write(text: string): Promise<void> {
    const textbox = await byRole(this.page, 'textbox', 'Message');
    await textbox.click();
    await textbox.type(text);
    await (await byRole(this.page, 'button', 'Send message')).click();
  }

  get warnings(): readonly string[] {
    return this.troubles.warnings;
  }

  get log(): readonly string[] {
    return this.troubles.log;
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}

export class Agent {
  readonly page: Page;
  readonly troubles: Troubles;
  readonly #context: BrowserContext;

  private constructor(page: Page, troubles: Troubles, context: BrowserContext) {
    this.page = page;
    this.troubles = troubles;
    this.#context = context;
  }

  static async signIn(browser: Browser, inbox: string, agent: DemoAgent): Promise<Agent> {
    const context = await browser.createBrowserContext();
    const { page, troubles } = await openPage(context);
    await page.goto(inbox);
    await (await byRole(page, 'textbox', 'Email')).type(agent.email);
    await (await byRole(page, 'textbox', 'Password')).type(agent.password);
    await (await byRole(page, 'button', 'Sign in')).click();
    await byRole(page, 'list', 'Conversations');
    return new Agent(page, troubles, context);
  }

  /** Opens a conversation from the list, by its last message. */
  async open(lastMessage: string): Promise<void> {
    await (await byText(this.page, lastMessage)).click();
    await waitForBubble(this.page, lastMessage);
  }

  async reply(text: string): Promise<void> {
    const textbox = await byRole(this.page, 'textbox', 'Reply');
    await textbox.click();
    await textbox.type(text);
    await (await byRole(this.page, 'button', 'Send reply')).click();
  }

  async leave(): Promise<void> {
    await this.#context.close();
  }
}
