import { expect } from '@open-wc/testing';
import type { WidgetConfig } from '@globalchat/core';
import { mountWidget, until } from '../../../test/widget-fixture.ts';
import { launcherStyles } from '../../element/launcher.styles.ts';
import { ownerTokens } from './owner-colors.ts';
import { themeRules } from './theme-rules.ts';

const HOSTILE = [
  'red;}*{display:none}',
  'red}body{display:none',
  'url(https://evil.test/x)',
  'var(--page-secret)',
  'env(safe-area-inset-top)',
  'image-set("https://evil.test/x")',
  'expression(alert(1))',
  '</style><img src=x onerror=alert(1)>',
  '/* */ red',
  'red !important',
  '\\72 ed',
  'attr(data-x)',
  '',
];
const OPTIONS = { theme: null, inherited: 'normal', inline: false, ownerTokens };

describe('a hostile config', () => {
  it('puts no rule of its own into a style sheet', async () => {
    const { backend } = await mountWidget();
    for (const value of HOSTILE) {
      const config = {
        ...backend.database.widgets.get(backend.widgetId)!.config,
        colors: { primary: value, 'surface-hover': value },
      };
      const rules = themeRules(config, OPTIONS);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
      expect(sheet.cssRules.length, value).to.equal(2);
      if (value !== '') expect(rules, value).not.to.contain(value);
      const first = new CSSStyleSheet();
      first.replaceSync(
        launcherStyles({
          primary: `${value},${value}`,
          inline: value,
          offset: value,
          position: value,
          radius: value,
        }),
      );
      expect(first.cssRules.length, value).to.equal(3);
    }
  });

  it('cannot name a token that is none, nor use numbers that are none', async () => {
    const { backend } = await mountWidget();
    const config = {
      ...backend.database.widgets.get(backend.widgetId)!.config,
      colors: { 'x;}*{color': 'red', UPPER: 'red', '--gc-primary': 'red' },
      offsetInline: '1px;}*{display:none' as unknown as number,
      offsetBlock: Number.NaN,
      shape: 'constructor' as WidgetConfig['shape'],
      position: '}' as WidgetConfig['position'],
    };
    const rules = themeRules(config, OPTIONS);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    expect(sheet.cssRules.length).to.equal(2);
    expect(rules).not.to.contain('display:none');
    expect(rules).not.to.match(/UPPER|--_--gc/);
  });

  it('shows its texts as text, and loads no picture from odd addresses', async () => {
    const evil = '<img src=x onerror="document.title=1"><b>bold</b>';
    const one = await mountWidget({
      config: {
        teamName: evil,
        texts: { greeting: evil, askUs: evil, placeholder: evil },
        launcherLabel: evil,
        team: [{ name: evil, avatarUrl: 'javascript:alert(1)' }],
      },
    });
    await one.openNew();
    await one.reads(evil);
    expect(one.root.querySelector('img')).to.equal(null);
    expect(one.textbox.placeholder).to.equal(evil);
    one.button('Back').click();
    await until(() => one.root.querySelector('.home-top h2'));
    expect(one.root.querySelector('.home-top h2')!.textContent).to.contain('<b>bold</b>');
    expect(one.root.querySelector('img, b b')).to.equal(null);
  });

  it('of another site leaves the launcher inert and says why', async () => {
    const { warn } = console;
    const lines: string[] = [];
    console.warn = (line: string) => void lines.push(line);
    const one = await mountWidget({ config: { allowed: false } });
    await until(() => one.root.querySelector('.launcher')!.ariaDisabled === 'true');
    one.element.open();
    await until(() => !one.element.hasAttribute('open'));
    console.warn = warn;
    expect(one.element.state).to.equal('closed');
    expect(lines.filter((line) => line.includes('origin_not_allowed')).length).to.equal(1);
  });
});
