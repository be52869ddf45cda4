import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

describe('a low window', () => {
  afterEach(() => setViewport({ width: 800, height: 600 }));

  for (const [width, height] of [
    [740, 200],
    [844, 230],
    [320, 256],
    [740, 360],
  ] as const) {
    it(`keeps Send in sight of somebody who writes six lines, ${width} × ${height}`, async () => {
      await setViewport({ width, height });
      const one = await mountWidget();
      await one.openNew();
      one.type('One\nTwo\nThree\nFour\nFive\nSix');
      const send = await one.shown('Send message');
      await until(() => send.ariaDisabled === 'false', 'it can be sent');
      const panel = one.root.querySelector('.panel')!;
      const isReached = (): boolean => {
        const { x, y, width: wide, height: tall, bottom } = send.getBoundingClientRect();
        if (bottom > Math.min(height, panel.getBoundingClientRect().bottom)) return false;
        return send.contains(one.root.elementFromPoint(x + wide / 2, y + tall / 2));
      };
      // The panel slides in.
      await until(isReached, 'it can be pressed');
      expect(one.textbox.clientHeight).to.be.at.least(24);
    });
  }
});
