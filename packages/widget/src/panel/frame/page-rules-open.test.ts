// Risk: a page that zooms, turns or moves everything pushes the panel out of the window.
import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

const PAGE_RULES = [
  ':root{writing-mode:vertical-rl}',
  'body{writing-mode:vertical-lr}',
  'body{zoom:1.5}',
  'html{zoom:1.25}',
  'html{zoom:.8}',
  ':root{font-size:62.5%}',
  'html{direction:rtl}',
  'html{filter:grayscale(1)}',
  'html{columns:3}',
];

describe('a page with rules for all of it', () => {
  const sheet = new CSSStyleSheet();
  before(() => document.adoptedStyleSheets.push(sheet));
  after(async () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    await setViewport({ width: 800, height: 600 });
  });

  for (const [width, height] of [
    [1000, 700],
    [620, 500],
    [390, 700],
  ] as const) {
    it(`has the whole panel in the window, and Send under the pointer, ${width} × ${height}`, async () => {
      await setViewport({ width, height });
      for (const rule of PAGE_RULES) {
        sheet.replaceSync(rule);
        const one = await mountWidget();
        await one.openNew();
        await one.reads('Online');
        const panel = one.root.querySelector('.panel')!;
        await until(() => panel.getAnimations().length === 0, 'it stands');
        const { left, top, right, bottom } = panel.getBoundingClientRect();
        const box = [left, top, right, bottom].map(Math.round).join();
        expect(left >= 0 && top >= 0 && right <= width && bottom <= height, `${rule}: ${box}`).to.equal(true);
        const send = one.root.querySelector('.send')!;
        const { x, y, width: wide, height: tall } = send.getBoundingClientRect();
        const hit = one.root.elementFromPoint(x + wide / 2, y + tall / 2);
        expect(send.contains(hit), rule).to.equal(true);
        one.element.remove();
      }
    });
  }

  it('has the chat at its place in the page when that is chosen later', async () => {
    sheet.replaceSync('');
    const parent = document.createElement('div');
    parent.style.cssText = 'block-size:500px;margin:30px';
    document.body.append(parent);
    const one = await mountWidget({ parent });
    await one.openNew();
    await one.reads('Online');
    one.element.placement = 'inline';
    await until(() => one.root.querySelector('.panel.inline'), 'it is in the page');
    const { left, top, width, height } = one.element.getBoundingClientRect();
    const place = parent.getBoundingClientRect();
    expect([left, top, width, height]).to.deep.equal([place.left, place.top, place.width, place.height]);
    one.element.placement = null;
    await until(() => !one.root.querySelector('.panel.inline'), 'it is in its corner');
    expect(getComputedStyle(one.element).position).to.equal('fixed');
    parent.remove();
  });
});
