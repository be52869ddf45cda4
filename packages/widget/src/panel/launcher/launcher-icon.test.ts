import { expect } from '@open-wc/testing';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';
import { drawLauncherIcon } from './launcher-icon.ts';

const mark = ({ root }: WidgetFixture): string =>
  getComputedStyle(root.querySelector('.launcher')!, '::before').clipPath;

describe('the launcher’s icon', () => {
  it('is the owner’s choice, changes with the config, and goes back to the speech bubble', async () => {
    const plain = await mountWidget();
    await until(() => plain.root.querySelector('.panel'), 'the panel is loaded');
    const bubble = mark(plain);
    const one = await mountWidget({ config: { launcherIcon: 'mail' } });
    await until(() => mark(one) !== bubble, 'the envelope is drawn');
    const envelope = mark(one);
    await one.openNew();
    const { widgets } = one.backend.database;
    const entry = widgets.get(one.backend.widgetId)!;
    for (const launcherIcon of ['wave', 'help', 'chat']) {
      one.element.close();
      widgets.set(one.backend.widgetId, { ...entry, config: { ...entry.config, launcherIcon } });
      const again = await one.reload();
      await again.openNew();
      again.element.close();
      await until(() => (mark(again) === bubble) === (launcherIcon === 'chat'), launcherIcon);
      expect(mark(again)).not.to.equal(envelope);
      again.element.remove();
    }
  });

  it('loads a picture without telling where from, and only over https', () => {
    const root = document.createElement('div');
    const launcher = root.appendChild(document.createElement('button'));
    for (const icon of [
      'http://evil.test/a.png',
      'javascript:alert(1)',
      'data:image/png,x',
      'https://',
      '',
      null,
    ]) {
      const erase = drawLauncherIcon(launcher, icon);
      expect(root.children.length, String(icon)).to.equal(1);
      erase();
    }
    const erase = drawLauncherIcon(launcher, 'https://pictures.invalid/a.png');
    const picture = root.querySelector('img')!;
    expect(picture.referrerPolicy).to.equal('no-referrer');
    expect(picture.alt).to.equal('');
    expect(picture.hidden, 'until it is there').to.equal(true);
    erase();
    expect(root.children.length).to.equal(1);
  });

  it('asks once for a picture that the launcher had before the panel came, also in vain', () => {
    const root = document.createElement('div');
    const launcher = root.appendChild(document.createElement('button'));
    const eraseEarlier = drawLauncherIcon(launcher, 'https://pictures.invalid/a.png');
    const earlier = root.querySelector('img')!;
    const erase = drawLauncherIcon(launcher, 'https://pictures.invalid/a.png');
    expect([...root.querySelectorAll('img')]).to.deep.equal([earlier]);
    const eraseOther = drawLauncherIcon(launcher, 'https://pictures.invalid/b.png');
    expect([...root.querySelectorAll('img')].map(({ src }) => src)).to.deep.equal([
      'https://pictures.invalid/b.png',
    ]);
    for (const end of [eraseEarlier, erase, eraseOther]) end();
    expect(root.children.length).to.equal(1);
  });

  it('stands over the mark once the picture is there, and does not outlive the panel', async () => {
    const one = await mountWidget();
    await until(() => one.root.querySelector('.panel'), 'the panel is loaded');
    const launcher = one.root.querySelector<HTMLElement>('.launcher')!;
    const erase = drawLauncherIcon(launcher, 'https://pictures.invalid/a.png');
    const picture = one.root.querySelector<HTMLElement>('.picture')!;
    picture.dispatchEvent(new Event('load'));
    const [inner, outer] = [picture.getBoundingClientRect(), launcher.getBoundingClientRect()];
    expect(inner.left + inner.width / 2).to.be.closeTo(outer.left + outer.width / 2, 1);
    expect(inner.top + inner.height / 2).to.be.closeTo(outer.top + outer.height / 2, 1);
    expect(mark(one)).to.match(/^circle\(0px/);
    erase();
    expect(one.root.querySelector('.picture')).to.equal(null);
  });
});
