import { expect } from '@open-wc/testing';
import { createLocalizer } from '../index.ts';
import { widgetTexts } from './en/widget.ts';
import { nearest } from './nearest-language.ts';

const DAY = 86_400_000;
const NOON = new Date(2026, 10, 23, 12).getTime();
const en = createLocalizer({ locale: 'en-GB', dictionary: widgetTexts });

describe('localizer', () => {
  it('fills parameters, formats numbers, and leaves what it does not know', () => {
    expect(en.t('conversationWith', { name: 'Ida {n} $& $1' })).to.equal('Conversation with Ida {n} $& $1');
    expect(en.t('charactersLeft', { n: 1 })).to.equal('1 character left');
    expect(en.t('charactersLeft', { n: 1500 })).to.equal('1,500 characters left');
    expect(en.t('conversationWith')).to.equal('Conversation with {name}');
  });

  it('chooses plural forms by the rules of the language', () => {
    const dictionary = {
      count: { one: '{n} plik', few: '{n} pliki', many: '{n} plików', other: '{n} pliku' },
    };
    const pl = createLocalizer({ locale: 'pl', dictionary });
    expect([1, 2, 5, 22, 1.5].map((n) => pl.t('count', { n }))).to.deep.equal([
      '1 plik',
      '2 pliki',
      '5 plików',
      '22 pliki',
      '1,5 pliku',
    ]);
    expect([pl.plural(1), pl.plural(3), pl.plural(5)]).to.deep.equal(['one', 'few', 'many']);
  });

  it('lets the owner’s texts win, and ignores keys that do not exist', () => {
    const own = createLocalizer({
      locale: 'en',
      dictionary: widgetTexts,
      overrides: { greeting: 'Ahoy', toString: 'x' },
    });
    expect(own.t('greeting')).to.equal('Ahoy');
    expect(own.t('online')).to.equal('Online');
  });

  it('knows the direction of writing', () => {
    const dir = (locale: string): string => createLocalizer({ locale, dictionary: widgetTexts }).dir;
    expect(['ar', 'ar-EG', 'he', 'iw', 'fa', 'ur-PK', 'de', 'arn', 'zh-Hant'].map(dir)).to.deep.equal([
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'rtl',
      'ltr',
      'ltr',
      'ltr',
    ]);
  });

  it('survives a malformed locale', () => {
    expect(() => createLocalizer({ locale: 'not a locale!', dictionary: widgetTexts })).to.not.throw();
    expect(() => createLocalizer({ locale: '', dictionary: widgetTexts })).to.not.throw();
  });
});

describe('localizer: times, sizes and languages', () => {
  it('names days by the calendar, not by hours', () => {
    const midnight = new Date(2026, 10, 23).getTime();
    expect(en.day(midnight, NOON)).to.equal('Today');
    expect(en.day(midnight - 1, NOON)).to.equal('Yesterday');
    expect(en.day(NOON - 3 * DAY, NOON)).to.equal('Friday 20 November');
    expect(en.day(new Date(2025, 11, 31).getTime(), NOON)).to.equal('Wednesday, 31 December 2025');
    expect(createLocalizer({ locale: 'de', dictionary: widgetTexts }).day(NOON, NOON)).to.equal('Heute');
  });

  it('says how long ago in a few letters', () => {
    const us = createLocalizer({ locale: 'en', dictionary: widgetTexts });
    const ago = (passed: number): string => us.relative(NOON - passed, NOON);
    expect([30_000, 120_000, 3 * 3_600_000, 3 * DAY, 20 * DAY].map(ago)).to.deep.equal([
      'now',
      '2 min',
      '3 hr',
      'Fri',
      'Nov 3',
    ]);
    expect(ago(400 * DAY)).to.equal('Oct 19, 2025');
    expect(ago(-5000)).to.equal('now');
  });

  it('writes times, exact moments, sizes and numbers', () => {
    expect(en.time(NOON)).to.equal('12:00');
    expect(en.dateTime(NOON)).to.match(/23 November 2026.*12:00/);
    expect([0, 999, 184_000, 999_600, 10_000_000].map((n) => en.bytes(n))).to.deep.equal([
      '0 bytes',
      '999 bytes',
      '184 kB',
      '1 MB',
      '10 MB',
    ]);
    expect(en.number(1234567)).to.equal('1,234,567');
  });

  it('finds the nearest dictionary', () => {
    const available = ['de', 'pt-BR', 'zh-Hans', 'zh-Hant', 'nb', 'he'];
    const cases: [string, string | null][] = [
      ['de-AT', 'de'],
      ['DE', 'de'],
      ['pt-PT', 'pt-BR'],
      ['zh', 'zh-Hans'],
      ['zh-TW', 'zh-Hant'],
      ['zh-Hant-HK', 'zh-Hant'],
      ['zh-CN', 'zh-Hans'],
      ['no', 'nb'],
      ['nn-NO', 'nb'],
      ['iw', 'he'],
      ['en-GB', null],
      ['', null],
      ['xx', null],
      ['__proto__', null],
      ['constructor', null],
    ];
    for (const [locale, expected] of cases) expect(nearest(locale, available), locale).to.equal(expected);
  });
});
