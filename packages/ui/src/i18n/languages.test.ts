import { expect } from '@open-wc/testing';
import { FILE_LIMITS } from '@globalchat/core';
import { inboxTexts } from '../index.ts';
import { inboxPageTexts } from './en/inbox-pages.ts';
import { widgetTexts } from './en/widget.ts';
import type { WidgetKey } from './en/widget.ts';
import { inboxLanguages } from './inbox-languages.ts';
import { createLocalizer } from './localizer.ts';
import type { Localizer } from './localizer.ts';
import type { Text, Texts } from './texts.ts';
import { widgetLanguages } from './widget-languages.ts';

/** Texts that are the same in English, and why that is no text that somebody forgot. */
const SAME_AS_ENGLISH: Readonly<Record<string, string>> = {
  // No word in it.
  saidBy: 'ar de es ja nb',
  // The language took the word from English.
  chat: 'cs da de el es fi fr hu it nb nl pt-BR ro',
  emoji: 'cs da de el es fi fr hu id it nb nl pl pt-BR ro sv tr',
  online: 'cs da de el hu it nl pl pt-BR ro sv',
  onlineNow: 'de',
  availabilityOnline: 'de',
  availabilityOff: 'de',
  team: 'de it nl',
  rate3: 'da',
  editMessage: 'id',
  shapeSquircle: 'de es fr nb',
  widget: 'de es fr nb',
  // Both have it from Latin or French, or one from the other long ago.
  message: 'fr',
  conversations: 'fr',
  volume: 'fr',
  note: 'fr',
  pages: 'fr',
  notifications: 'fr',
  mentions: 'fr',
  satisfaction: 'fr',
  date: 'fr',
  position: 'de fr',
  status: 'de nb',
  tags: 'de',
  tagsAre: 'de',
  priorityNormal: 'de es nb',
  content: 'de',
  name: 'de',
  filter: 'de nb',
  agent: 'de fr nb',
  roleAgent: 'de fr nb',
  roleAdmin: 'de fr',
  // Norwegian for "my conversations".
  mine: 'nb',
};

/** Of counts, and what shows every form: fractions have one of their own in some languages. */
const COUNTS = [...Array.from({ length: 130 }, (_, n) => n), 0.5, 1.5, 1000, 1500];
const SIZES = [
  0,
  1,
  2,
  5,
  11,
  999,
  1000,
  1500,
  9_960,
  184_000,
  999_499,
  999_500,
  1_500_000,
  FILE_LIMITS.maxBytes,
];
const NOON = new Date(2026, 10, 23, 12).getTime();

const forms = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : Object.values(text));

function leftovers(locale: string, texts: Texts, english: Texts): readonly string[] {
  return Object.entries(texts)
    .filter(([key, text]) => {
      const original = forms(english[key] ?? '').map((form) => form.toLowerCase());
      return forms(text).some((form) => original.includes(form.toLowerCase()));
    })
    .filter(([key]) => !SAME_AS_ENGLISH[key]?.split(' ').includes(locale))
    .map(([key]) => key);
}

/** The widget's texts and formats of every language, English first. */
async function localizers(): Promise<readonly Localizer<WidgetKey>[]> {
  const english = createLocalizer<WidgetKey>({ locale: 'en', dictionary: widgetTexts });
  const others = Object.entries(widgetLanguages).map(async ([locale, load]) =>
    createLocalizer({ locale, dictionary: await load() }),
  );
  return [english, ...(await Promise.all(others))];
}

describe('every language', () => {
  it('has no English text that somebody forgot', async () => {
    for (const [locale, load] of Object.entries(widgetLanguages)) {
      expect(leftovers(locale, await load(), widgetTexts), locale).to.deep.equal([]);
    }
    for (const [locale, load] of Object.entries(inboxLanguages)) {
      const english = { ...inboxTexts, ...inboxPageTexts };
      expect(leftovers(locale, await load(), english), locale).to.deep.equal([]);
    }
  });

  it('excuses no text that is translated', async () => {
    const english: Texts = { ...inboxTexts, ...inboxPageTexts, ...widgetTexts };
    for (const [key, locales] of Object.entries(SAME_AS_ENGLISH)) {
      for (const locale of locales.split(' ')) {
        const texts = [await widgetLanguages[locale]?.(), await inboxLanguages[locale]?.()];
        const found = texts.flatMap((one: Texts | undefined) => forms(one?.[key] ?? ''));
        const same = found.filter((form) => forms(english[key] ?? '').includes(form));
        expect(same.length, `${key} in ${locale}`).to.be.greaterThan(0);
      }
    }
  });

  it('counts by its own rules and writes numbers in its own way', async () => {
    for (const localizer of await localizers()) {
      const { locale } = localizer;
      const dictionary: Texts = locale === 'en' ? widgetTexts : await widgetLanguages[locale]!();
      const counting = Object.entries(dictionary).filter(([, text]) => typeof text === 'object');
      expect(counting.length).to.be.greaterThan(3);
      for (const [key, text] of counting) {
        for (const n of COUNTS) {
          const category = localizer.plural(n);
          const where = `${locale} ${key} ${n}`;
          expect(Object.keys(text), where).to.include(category);
          const said = localizer.t(key as WidgetKey, { n });
          expect(said, where).to.not.match(/[{}]/);
          // Arabic and Hebrew have words for none, one and two.
          const number = new Intl.NumberFormat(locale).format(n);
          if (!/zero|one|two/.test(category)) expect(said, where).to.contain(number);
        }
      }
    }
  });

  it('has sizes with its own unit, decimal sign and plural', async () => {
    for (const localizer of await localizers()) {
      const { locale } = localizer;
      const sizes = SIZES.map((size) => localizer.bytes(size));
      expect(new Set(sizes.slice(0, 6)).size, locale).to.equal(6);
      const numbers = [8, 10, 11, 13].map((at) => sizes[at]!.match(/\d+/g)!.join());
      expect(numbers, locale).to.deep.equal(['10', '999', '1', '10']);
      const decimal = new Intl.NumberFormat(locale).format(1.5);
      expect(sizes[7], locale).to.contain(decimal);
      expect(sizes[12], locale).to.contain(decimal);
    }
    const said = (locale: string, size: number): string =>
      createLocalizer({ locale, dictionary: widgetTexts }).bytes(size).replace(/\s/g, ' ');
    expect(['en', 'fr', 'cs', 'ro', 'fi'].map((locale) => said(locale, 999))).to.deep.equal([
      '999 bytes',
      '999 octets',
      '999 bajtů',
      '999 de byți',
      '999 tavua',
    ]);
    expect(['sv', 'fr', 'ru', 'fi'].map((locale) => said(locale, 184_000))).to.deep.equal([
      '184 kB',
      '184 ko',
      '184 кБ',
      '184 kt',
    ]);
  });

  it('names days and times in its own way', async () => {
    for (const localizer of await localizers()) {
      const { locale } = localizer;
      if (locale === 'en') continue;
      const said = [localizer.day(NOON, NOON), localizer.dateTime(NOON), localizer.relative(NOON, NOON)];
      expect(said.join(), locale).to.not.match(/\b(today|monday|now|at)\b/i);
    }
  });

  it('says who wrote a text before the text, which is a box of its own', async () => {
    for (const localizer of await localizers()) {
      expect(localizer.t('youSaid'), localizer.locale).to.match(/\{text\}$/);
    }
    for (const [locale, load] of Object.entries(inboxLanguages)) {
      const { saidBy, youSaid } = await load();
      expect(saidBy, locale).to.match(/^\{name\}.*\{text\}$/);
      expect(youSaid, locale).to.match(/\{text\}$/);
    }
  });
});
