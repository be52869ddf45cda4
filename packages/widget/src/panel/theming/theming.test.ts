import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import type { WidgetFixture } from '../../../test/widget-fixture.ts';

/** Any computed colour as sRGB bytes, by painting it. */
function bytes(color: string): readonly [number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

function ratio(first: string, second: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = bytes(color).map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** What a private token is worth in this widget, as a colour. */
function token(one: WidgetFixture, name: string): string {
  const probe = document.createElement('i');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.probe { color: var(--_${name}) }`);
  one.root.adoptedStyleSheets = [...one.root.adoptedStyleSheets, sheet];
  probe.className = 'probe';
  one.root.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  one.root.adoptedStyleSheets = one.root.adoptedStyleSheets.slice(0, -1);
  return color;
}

const ACCENTS = [
  '#ffd21f',
  '#00ff88',
  '#ff0000',
  '#0000ff',
  '#8a3f1d',
  '#7f7f7f',
  '#ffffff',
  '#000000',
  '#ff8ad8',
  '#2350d8',
  '#00a3a3',
  '#f97316',
];

describe('the shape', () => {
  it('of corners follows the config, and the page’s own radius comes first', async () => {
    const one = await mountWidget({ config: { radius: 3 } });
    await one.openNew();
    const panel = one.root.querySelector('.panel')!;
    const radius = (): number => parseFloat(getComputedStyle(panel).borderTopLeftRadius);
    await until(() => Math.abs(radius() - 4) < 0.1, 'the panel is as round as the config says');
    one.element.style.setProperty('--gc-radius', '30px');
    expect(radius()).to.be.closeTo(40, 0.1);
  });
});

describe('colours', () => {
  for (const theme of ['light', 'dark']) {
    it(`of any accent are legible: ${theme}`, async () => {
      const one = await mountWidget({ settings: { theme } });
      await one.openNew();
      await one.send('So that everything is loaded');
      for (const primary of ACCENTS) {
        one.backend.configure({ colors: { primary } });
        await until(
          () => bytes(token(one, 'primary')).join() === bytes(primary).join(),
          `${primary} is applied`,
        );
        expect(ratio(token(one, 'primary'), token(one, 'on-primary')), `${primary} launcher`).to.be.at.least(
          4.5,
        );
        expect(
          ratio(token(one, 'bubble-visitor'), token(one, 'on-bubble-visitor')),
          `${primary} bubble`,
        ).to.be.at.least(4.5);
        for (const surface of ['surface', 'surface-raised', 'surface-hover', 'bubble-agent']) {
          expect(
            ratio(token(one, 'accent'), token(one, surface)),
            `${primary} as text on ${surface}`,
          ).to.be.at.least(4.5);
        }
      }
    });
  }

  it('keep an owner’s pair that is legible, and mend one that is not', async () => {
    const good = await mountWidget({ config: { colors: { primary: '#10231f', 'on-primary': '#ffe9c9' } } });
    await until(() => good.root.querySelector('.panel'));
    await until(() => bytes(token(good, 'on-primary')).join() === '255,233,201');
    const faint = await mountWidget({ config: { colors: { surface: '#777777', 'on-surface': '#888888' } } });
    await until(() => faint.root.querySelector('.panel'));
    await until(() => bytes(token(faint, 'surface')).join() === '119,119,119');
    expect(ratio(token(faint, 'surface'), token(faint, 'on-surface'))).to.be.at.least(4.5);
  });

  it('that the page sets win over the config, and what follows from them follows', async () => {
    const style = document.createElement('style');
    style.textContent = 'global-chat { --gc-primary: #00ff88; --gc-offset-inline: 60px }';
    document.head.append(style);
    const one = await mountWidget({ config: { colors: { primary: '#8a3f1d' } } });
    await one.openNew();
    expect(bytes(token(one, 'primary')).join()).to.equal('0,255,136');
    expect(ratio(token(one, 'primary'), token(one, 'on-primary'))).to.be.at.least(4.5);
    expect(
      Math.round(innerWidth - one.root.querySelector('.launcher')!.getBoundingClientRect().right),
    ).to.equal(60);
    style.remove();
  });

  it('of an open widget change when its row does', async () => {
    const one = await mountWidget();
    await one.openNew();
    await until(
      () => one.transport.faults.channels().some((topic) => topic.startsWith('widget:')),
      'it listens',
    );
    one.backend.configure({
      colors: { primary: '#8a3f1d' },
      position: 'bottom-start',
      texts: { askUs: 'We bake. Ask.' },
    });
    await until(() => bytes(token(one, 'primary')).join() === '138,63,29');
    await one.reads('We bake. Ask.');
    await until(
      () => one.root.querySelector('.launcher')!.getBoundingClientRect().left < 100,
      'it is on the other side',
    );
    expect(one.root.querySelector('.panel')!.getBoundingClientRect().left).to.be.lessThan(100);
  });

  it('follow `theme`, then the page, then the device; `:state(dark)` says which', async () => {
    const one = await mountWidget();
    await one.openNew();
    expect(one.element.matches(':state(dark)')).to.equal(false);
    await emulateMedia({ colorScheme: 'dark' });
    await until(() => one.element.matches(':state(dark)'), 'the device decides');
    one.element.setTheme('light');
    await until(() => !one.element.matches(':state(dark)'), 'the page’s wish wins');
    await emulateMedia({ colorScheme: 'light' });
    document.documentElement.style.colorScheme = 'dark';
    const page = await mountWidget();
    await page.openNew();
    expect(page.element.matches(':state(dark)')).to.equal(true);
    document.documentElement.style.colorScheme = '';
  });
});
