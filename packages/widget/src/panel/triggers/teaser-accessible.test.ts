import { expect } from '@open-wc/testing';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { mountTeaser } from '../../../test/teaser-fixture.ts';

describe('axe finds nothing in a teaser', () => {
  before(() => emulateMedia({ reducedMotion: 'reduce' }));
  after(async () => {
    await emulateMedia({ reducedMotion: 'no-preference' });
    await setViewport({ width: 800, height: 600 });
    document.documentElement.removeAttribute('dir');
  });

  for (const width of [320, 1280])
    for (const theme of ['light', 'dark'])
      for (const dir of ['ltr', 'rtl'])
        it(`${theme}, ${dir}, ${width}`, async () => {
          await setViewport({ width, height: 800 });
          document.documentElement.dir = dir;
          for (const surface of [null, '#8a3f1d']) {
            const one = await mountTeaser({
              triggers: [
                { id: 'a', message: 'Looking for a free weekend in December? I can check for you.' },
              ],
              config: { colors: surface ? { surface, surface_dark: surface } : {} },
              settings: { theme, ...(dir === 'rtl' && { locale: 'ar' }) },
            });
            await one.shown('Looking for a free weekend in December? I can check for you.');
            await expect(one.element).to.be.accessible();
            const target = one.button('close').getBoundingClientRect();
            expect(Math.min(target.width, target.height)).to.be.at.least(24);
            one.element.remove();
          }
        });
});
