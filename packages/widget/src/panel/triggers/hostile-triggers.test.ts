import { expect } from '@open-wc/testing';
import { readTriggers } from './read-triggers.ts';
import { mountTeaser } from '../../../test/teaser-fixture.ts';

const GOOD = { id: 'winter', message: 'Hello' };

describe('hostile triggers', () => {
  for (const value of [null, undefined, 'x', 5, {}, { length: 3 }, [null, 5, 'x', [], {}]]) {
    it(`are none: ${JSON.stringify(value)}`, () => {
      expect(readTriggers({ triggers: value })).to.deep.equal([]);
    });
  }

  for (const change of [
    { id: 'Winter' },
    { id: '__proto__' },
    { id: ['winter'] },
    { message: '' },
    { message: ['Hello'] },
    { message: 'x'.repeat(501) },
    { sender: {} },
    { sender: 'x'.repeat(61) },
    { url: '' },
    { url: 5 },
    { url: '/\ud800' },
    { url: '/'.repeat(501) },
    { after_seconds: -1 },
    { after_seconds: 1.5 },
    { after_seconds: 1e9 },
    { after_seconds: [] },
    { after_seconds: 'soon' },
    { scroll_percent: 101 },
    { scroll_percent: true },
    { exit_intent: 'yes' },
    { hours_only: 1 },
  ]) {
    it(`one with ${JSON.stringify(change).slice(0, 40)} is ignored, and not those beside it`, () => {
      expect(readTriggers({ triggers: [{ ...GOOD, ...change }, GOOD] }).map(({ id }) => id)).to.deep.equal([
        'winter',
      ]);
    });
  }

  it('more than an owner may have are not read', () => {
    const triggers = Array.from({ length: 1000 }, (_, place) => ({ ...GOOD, id: `t${place}` }));
    expect(readTriggers({ triggers }).length).to.equal(21);
  });

  it('show text as text, no picture of an odd address, and put no rule into a style sheet', async () => {
    const evil = '<img src=x onerror="document.title=1"><b>bold</b>';
    const one = await mountTeaser({
      triggers: [{ ...GOOD, message: evil, sender: evil }],
      config: {
        team: [{ name: evil, avatar_url: 'javascript:alert(1)' }],
        colors: { surface: 'red;}*{display:none}', surface_dark: '#000000' },
        color_scheme: 'dark;}*{display:none}',
        position: '0;}*{display:none}',
        locales: { en: null },
        availability: null,
      },
    });
    await one.shown(evil);
    expect(one.bubble!.querySelector('img, .text *, b *')).to.equal(null);
    const [sheet] = one.bubble!.adoptedStyleSheets;
    const rules = [...sheet!.cssRules] as CSSStyleRule[];
    expect(rules.filter(({ selectorText }) => selectorText === '*')).to.deep.equal([]);
    expect(rules[0]!.style.getPropertyValue('--_back')).not.to.contain('red');
  });
});
