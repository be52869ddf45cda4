import { expect } from '@open-wc/testing';
import { inboxTexts, loadInboxDictionary, loadWidgetDictionary } from '../index.ts';
import { inboxPageTexts } from './en/inbox-pages.ts';
import { widgetTexts } from './en/widget.ts';
import { inboxLanguages } from './inbox-languages.ts';
import type { Text, Texts } from './texts.ts';
import { widgetLanguages } from './widget-languages.ts';

/** What visitors were promised. */
const PROMISED =
  'de fr es it pt-BR nl pl tr ru uk ar he hi id vi th zh-Hans zh-Hant ja ko nb sv da fi cs ro hu el'.split(
    ' ',
  );

const forms = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const names = (text: Text): string[] => {
  const found = forms(text).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  return [...new Set(found)].sort();
};

function expectComplete(locale: string, texts: Texts, english: Texts): void {
  expect(Object.keys(texts).sort(), `keys of ${locale}`).to.deep.equal(Object.keys(english).sort());
  const rules = new Intl.PluralRules(locale);
  const categories = new Set(Array.from({ length: 200 }, (_, n) => rules.select(n)));
  for (const [key, text] of Object.entries(texts)) {
    const original = english[key] ?? '';
    const where = `${locale} ${key}`;
    expect(names(text), where).to.deep.equal(names(original));
    expect(typeof text, where).to.equal(typeof original);
    for (const form of forms(text)) expect(form !== '' && form.trim() === form, where).to.equal(true);
    if (typeof text === 'object')
      expect(Object.keys(text), where).to.include.members([...categories, 'other']);
  }
}

describe('dictionaries', () => {
  it('exist for every promised language of the widget', () => {
    expect(Object.keys(widgetLanguages).sort()).to.deep.equal([...PROMISED].sort());
  });

  for (const [locale, load] of Object.entries(widgetLanguages)) {
    it(`of the widget are complete in ${locale}, with every parameter and plural form`, async () => {
      expectComplete(locale, await load(), widgetTexts);
    });
  }

  for (const [locale, load] of Object.entries(inboxLanguages)) {
    it(`of the inbox are complete in ${locale}, with every parameter and plural form`, async () => {
      expectComplete(locale, await load(), { ...inboxTexts, ...inboxPageTexts });
    });
  }

  it('load by the visitor’s tag, and English needs nothing', async () => {
    expect((await loadWidgetDictionary('de-AT'))?.sendMessage).to.equal('Nachricht senden');
    expect((await loadWidgetDictionary('zh-TW'))?.read).to.equal('已讀');
    expect((await loadWidgetDictionary('no'))?.read).to.equal('Lest');
    expect(await loadWidgetDictionary('en-GB')).to.equal(null);
    expect(await loadWidgetDictionary('tlh')).to.equal(null);
    expect(await loadInboxDictionary('en')).to.equal(null);
  });
});
