// One window with the chat, and the way to each of its screens and back to where it stands.
import type { Page } from 'puppeteer-core';
import { byRole, until } from '../people.ts';
import type { Place, Sight } from './visible-settings.ts';

export type Standing = 'answered' | 'home' | 'new' | 'closed';

export const ANSWERED = 'Is the sauna heated?';
export const ANSWER = 'It is, every evening.';
export const RESOLVED = 'Where is the key?';

export class Seat {
  readonly page: Page;
  readonly standing: Standing;
  #at: Standing | Place = 'closed';

  constructor(page: Page, standing: Standing) {
    this.page = page;
    this.standing = standing;
  }

  async sit(): Promise<void> {
    if (this.#at === this.standing) return;
    if (this.standing === 'answered' || this.standing === 'new') return this.go(this.standing);
    await this.#home();
    if (this.standing !== 'closed') return;
    await this.#click('[part="close"]');
    await this.#shows('.panel[hidden], :host:not([open])', async () => !(await this.#isOpen()));
    this.#at = 'closed';
  }

  async go(place: Place): Promise<void> {
    if (place === this.#at || (place === 'launcher' && this.#at !== 'closed')) return;
    await this.#home();
    if (place === 'home' || place === 'launcher') return;
    if (place === 'answered' || place === 'menu') await this.#click('.conv', ANSWER);
    else if (place === 'resolved') await this.#click('.conv', RESOLVED);
    else await this.#click('.start');
    await this.#shows(place === 'resolved' ? '.closed' : '.composer textarea');
    if (place === 'answered' || place === 'menu') await this.#shows('[part~="message-agent"]');
    if (place === 'menu') {
      await this.#click('[part="more"]');
      await this.#shows('.menu [role="menuitem"]');
    }
    if (place === 'form') {
      await this.page.evaluate(() => {
        const box = document.querySelector('global-chat')!.shadowRoot!.querySelector('textarea')!;
        box.value = 'May we come?';
        box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
      });
      await (await byRole(this.page, 'button', 'Send message')).click();
      await this.#shows('[part~="pre-chat"]');
    }
    this.#at = place;
  }

  /** Null where nothing of the kind is there. */
  see({ selector, read }: Sight): Promise<string | null> {
    return this.page.evaluate(
      (selector, read) => {
        const host = document.querySelector('global-chat')!;
        const found = selector === ':host' ? [host] : [...host.shadowRoot!.querySelectorAll(selector)];
        const [kind, name = ''] = read.split(' ');
        if (kind === 'count') return String(found.length);
        const element = found.at(-1);
        if (!element) return null;
        if (kind === 'css') return getComputedStyle(element).getPropertyValue(name);
        if (kind === 'attribute') return element.getAttribute(name);
        return element.textContent.replace(/\s+/g, ' ').trim();
      },
      selector,
      read,
    );
  }

  async #home(): Promise<void> {
    if (this.#at === 'home') return;
    if (this.#at === 'closed') await this.#click('.launcher');
    else {
      if (this.#at === 'menu') await this.page.keyboard.press('Escape');
      if (this.#at === 'form') await this.#click('[part~="pre-chat"] .ghost');
      await this.#click('.back');
    }
    await this.#shows('.start');
    this.#at = 'home';
  }

  #isOpen(): Promise<boolean> {
    return this.page.evaluate(() => document.querySelector('global-chat')!.hasAttribute('open'));
  }

  async #shows(selector: string, check?: () => Promise<boolean>): Promise<void> {
    await until(
      check ?? (async () => (await this.see({ selector, read: 'count' })) !== '0'),
      `${selector} shows`,
      {
        sight: async () => `${this.standing}, ${this.#at}`,
      },
    );
  }

  /** The one that holds `text`. */
  async #click(selector: string, text = ''): Promise<void> {
    await until(
      () =>
        this.page.evaluate(
          (selector, text) => {
            const all = document
              .querySelector('global-chat')!
              .shadowRoot!.querySelectorAll<HTMLElement>(selector);
            const found = [...all].find((one) => one.textContent.includes(text) && one.checkVisibility());
            found?.click();
            return found !== undefined;
          },
          selector,
          text,
        ),
      `${selector} "${text}" to click`,
    );
  }
}
