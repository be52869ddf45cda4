// Risk: a chat that is accessible by itself breaks the page around it, or one of its states is never looked at. On a page
// with landmarks of its own, axe with its best practices finds nothing: each state, light and dark, in both directions, on
// a small phone, a phone and a desk.
import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import 'axe-core/axe.min.js';
import type { AxeResults, RunOptions } from 'axe-core';
import { PANEL_STATES, showWith } from '../../../test/panel-states.ts';
import { until } from '../../../test/widget-fixture.ts';

const { axe } = globalThis as unknown as {
  axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
};

const WIDTHS_PX = [320, 390, 1280];
let page: HTMLElement;

describe('axe finds nothing on a page with', function () {
  this.timeout(60_000);
  before(async () => {
    await emulateMedia({ reducedMotion: 'reduce' });
    document.title = 'Cabins';
    page = document.createElement('div');
    page.append(
      landmark('header', 'Fjellhus'),
      landmark('main', 'A week of quiet'),
      landmark('footer', 'Valdres'),
    );
    document.body.append(page);
  });
  after(async () => {
    page.remove();
    document.documentElement.lang = 'en';
    document.documentElement.dir = '';
    document.documentElement.style.colorScheme = '';
    await setViewport({ width: 1024, height: 768 });
    await emulateMedia({ reducedMotion: 'no-preference' });
  });

  for (const [state, show] of Object.entries(PANEL_STATES)) {
    it(state, async () => {
      const findings: string[] = [];
      for (const theme of ['light', 'dark'] as const)
        for (const lang of ['en', 'ar'])
          for (const width of WIDTHS_PX) {
            await setViewport({ width, height: 780 });
            document.documentElement.lang = lang;
            document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
            document.documentElement.style.colorScheme = theme;
            showWith({ theme, locale: lang });
            const one = await show();
            await until(() => one.root.getAnimations().length === 0, 'nothing moves');
            for (const found of await violations()) findings.push(`${theme}, ${lang}, ${width} px: ${found}`);
            one.element.remove();
          }
      expect(findings).to.deep.equal([]);
    });
  }
});

function landmark(name: string, text: string): HTMLElement {
  const element = document.createElement(name);
  const line = document.createElement(name === 'main' ? 'h1' : 'p');
  line.textContent = text;
  element.append(line);
  return element;
}

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${JSON.stringify(target)}`));
}
