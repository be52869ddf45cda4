import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { buildWidgetConfig } from '@globalchat/core/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

const LANGUAGES =
  'en ar cs da de el es fi fr he hi hu id it ja ko nb nl pl pt-BR ro ru sv th tr uk vi zh-Hans zh-Hant'.split(
    ' ',
  );

/** As a fallback font with wide letters. */
const WIDE = '1.25';

describe('the line under the name', () => {
  after(() => setViewport({ width: 1280, height: 800 }));

  // With ordinary letters three lines on the narrowest phone, two elsewhere; with wide ones one more.
  for (const [width, scale, tallest] of [
    [320, '1', 90],
    [380, '1', 90],
    [1280, '1', 72],
    [320, WIDE, 130],
    [1280, WIDE, 110],
  ] as const) {
    it(`is whole in every language, ${width} pixels wide, letters ${scale} times as wide`, async () => {
      await setViewport({ width, height: 800 });
      const { availability, features } = buildWidgetConfig();
      const config = {
        availability: { ...availability, online: true, replyMinutes: 45 },
        features: { ...features, sounds: true },
      };
      const heights = new Set<number>();
      for (const locale of LANGUAGES) {
        const one = await mountWidget({ config, settings: { locale } });
        one.element.style.setProperty('--gc-font-scale', scale);
        one.element.open();
        const line = await until(() => {
          const found = one.root.querySelector<HTMLElement>('.bar p');
          const isTranslated =
            locale === 'en' || one.root.querySelector('.view')?.getAttribute('lang') === locale;
          return isTranslated && found?.textContent && one.root.querySelector('[part="more"]') ? found : null;
        }, `${locale} is spoken`);
        const bar = line.closest<HTMLElement>('.bar')!;
        const close = bar.querySelector('[part="close"]')!.getBoundingClientRect();
        const { left, right } = bar.getBoundingClientRect();
        expect(getComputedStyle(line).textOverflow, locale).to.equal('clip');
        expect(
          [
            line.scrollWidth <= line.clientWidth,
            line.scrollHeight <= line.clientHeight,
            close.left >= left && close.right <= right,
          ],
          locale,
        ).to.deep.equal([true, true, true]);
        heights.add(bar.clientHeight);
        one.element.remove();
      }
      expect(Math.max(...heights)).to.be.at.most(tallest);
    });
  }
});
