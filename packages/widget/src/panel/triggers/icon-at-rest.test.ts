import { expect } from '@open-wc/testing';
import { mountTeaser } from '../../../test/teaser-fixture.ts';
import type { TeaserFixture } from '../../../test/teaser-fixture.ts';
import { until } from '../../../test/widget-fixture.ts';

const PICTURE = 'https://pictures.invalid/mark.png';

const mark = ({ root }: TeaserFixture): string =>
  getComputedStyle(root.querySelector('.launcher')!, '::before').clipPath;

describe('the owner’s icon on the launcher at rest', () => {
  it('is there before anybody comes near, and without the panel', async () => {
    const plain = await mountTeaser({ triggers: [], config: { launcher_icon: 'chat' } });
    const bubble = mark(plain);
    const one = await mountTeaser({ triggers: [], config: { launcher_icon: 'mail' } });
    await until(() => mark(one) !== bubble, 'the envelope is drawn');
    expect(one.root.querySelector('.panel')).to.equal(null);
    expect(mark(plain)).to.equal(bubble);
  });

  it('is one picture, also after the panel came, and tells its host nothing', async () => {
    const one = await mountTeaser({ triggers: [], config: { launcher_icon: PICTURE }, isOpened: true });
    const { widgets } = one.backend.database;
    const entry = widgets.get(one.backend.widgetId)!;
    widgets.set(one.backend.widgetId, { ...entry, config: { ...entry.config, launcherIcon: PICTURE } });
    const pictures = () => [...one.root.querySelectorAll('img.picture')] as HTMLImageElement[];
    const [atRest] = await until(() => pictures().length === 1 && pictures());
    expect([atRest?.src, atRest?.referrerPolicy]).to.deep.equal([PICTURE, 'no-referrer']);
    one.element.open();
    await until(() => one.root.querySelector('.composer'), 'the panel is there');
    await import('../launcher/launcher-icon.ts');
    await until(() => getComputedStyle(atRest!).visibility === 'hidden', 'it makes room for the chevron');
    expect(pictures()).to.deep.equal([atRest]);
  });

  it('takes no address but https, and goes with its widget', async () => {
    const evil = await mountTeaser({ triggers: [], config: { launcher_icon: 'javascript:alert(1)' } });
    const one = await mountTeaser({ triggers: [], config: { launcher_icon: PICTURE } });
    await until(() => one.root.querySelector('.picture'), 'the picture is there');
    expect(evil.root.querySelector('.picture')).to.equal(null);
    one.element.remove();
    await until(() => !one.root.querySelector('.picture'), 'nothing of it is left');
  });
});
