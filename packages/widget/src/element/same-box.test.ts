// Risk: the launcher jumps under the pointer that comes near, because the code of the panel draws it another way.
import { expect } from '@open-wc/testing';
import type { WidgetConfig } from '@globalchat/core';
import { setViewport } from '@web/test-runner-commands';
import { mountWidget, until } from '../../test/widget-fixture.ts';

const LONG_LABEL = 'Ask us about your order';
const KINDS: readonly [string, Partial<WidgetConfig>, { launcher: { text?: string; radius?: number } }][] = [
  ['a circle', {}, { launcher: {} }],
  ['a square', { shape: 'square' }, { launcher: { radius: 4 } }],
  ['a pill', { shape: 'pill' }, { launcher: { text: 'Chat' } }],
  ['a label', { launcherLabel: LONG_LABEL }, { launcher: { text: LONG_LABEL } }],
  ['an icon', { launcherIcon: 'mail' }, { launcher: {} }],
];

describe('the box of the launcher', () => {
  const { fetch } = globalThis;
  let raw: object = {};
  before(() => {
    globalThis.fetch = () => Promise.resolve(Response.json(raw));
  });
  after(async () => {
    globalThis.fetch = fetch;
    await setViewport({ width: 800, height: 600 });
  });

  for (const width of [800, 320]) {
    for (const [what, config, answer] of KINDS) {
      it(`is the same at rest, with the panel there, and after it was open: ${what}, ${width} px`, async () => {
        await setViewport({ width, height: 600 });
        raw = answer;
        const settings = { supabaseUrl: 'https://project.test', supabaseKey: 'sb_publishable_x' };
        const one = await mountWidget({ config, settings });
        const launcher = one.root.querySelector<HTMLElement>('.launcher')!;
        const text = answer.launcher.text ?? '';
        await until(() => !launcher.hidden && launcher.textContent === text, 'it is painted');
        const box = (): string => {
          const { left, top, width: wide, height } = launcher.getBoundingClientRect();
          return [left, top, wide, height].map((side) => side.toFixed(1)).join(' ');
        };
        const atRest = box();
        expect(one.root.querySelector('.panel'), 'nobody came near').to.equal(null);
        launcher.dispatchEvent(new PointerEvent('pointerenter'));
        await until(() => one.root.querySelector('.panel'), 'the panel is there');
        expect(box(), 'somebody came near').to.equal(atRest);
        await one.openNew();
        await one.reads('Online');
        one.element.close();
        await until(() => one.element.state === 'closed');
        expect(box(), 'it was open').to.equal(atRest);
      });
    }
  }
});
