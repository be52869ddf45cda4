import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import { buildWidgetConfig } from '@globalchat/core/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';

const LANGUAGES =
  'en ar cs da de el es fi fr he hi hu id it ja ko nb nl pl pt-BR ro ru sv th tr uk vi zh-Hans zh-Hant'.split(
    ' ',
  );

describe('the line under the name', () => {
  after(() => setViewport({ width: 1280, height: 800 }));

  // Three lines on the narrowest phone, two elsewhere.
  for (const [width, tallest] of [
    [320, 90],
    [1280, 72],
  ] as const) {
    it(`is whole in every language, ${width} pixels wide`, async () => {
      await setViewport({ width, height: 800 });
      const { availability } = buildWidgetConfig();
      const config = { availability: { ...availability, online: true, replyMinutes: 45 } };
      const heights = new Set<number>();
      for (const locale of LANGUAGES) {
        const one = await mountWidget({ config, settings: { locale } });
        one.element.open();
        const line = await until(() => {
          const found = one.root.querySelector<HTMLElement>('.bar p');
          const isTranslated =
            locale === 'en' || one.root.querySelector('.view')?.getAttribute('lang') === locale;
          return isTranslated && found?.textContent ? found : null;
        }, `${locale} is spoken`);
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = line;
        expect([scrollWidth <= clientWidth, scrollHeight <= clientHeight], locale).to.deep.equal([
          true,
          true,
        ]);
        heights.add(line.closest('.bar')!.clientHeight);
        one.element.remove();
      }
      expect(Math.max(...heights)).to.be.at.most(tallest);
    });
  }
});
