// Which languages there are, and how one arrives. Owns the mapping from a BCP 47 tag to a lazily loaded dictionary;
// refuses to fail for a language that we do not have: that is English.

import type { InboxKey } from './inbox-texts.ts';
import type { Texts } from './texts.ts';
import type { WidgetKey } from './widget-texts.ts';

type Loaders<Key extends string> = Readonly<Record<string, () => Promise<Texts<Key>>>>;

const widgetLoaders: Loaders<WidgetKey> = {};

const inboxLoaders: Loaders<InboxKey> = {};

/** Languages whose tag says less, or more, than our dictionary's name. */
const ALIASES: Readonly<Record<string, string>> = {
  pt: 'pt-BR',
  no: 'nb',
  nn: 'nb',
  iw: 'he',
  in: 'id',
  zh: 'zh-Hans',
  'zh-TW': 'zh-Hant',
  'zh-HK': 'zh-Hant',
  'zh-MO': 'zh-Hant',
};

/** The widget's texts in that language; null when English is the nearest. Rejects when the chunk cannot be fetched. */
export function loadWidgetDictionary(locale: string): Promise<Texts<WidgetKey> | null> {
  return load(widgetLoaders, locale);
}

/** The inbox's texts in that language; null when English is the nearest. Rejects when the chunk cannot be fetched. */
export function loadInboxDictionary(locale: string): Promise<Texts<InboxKey> | null> {
  return load(inboxLoaders, locale);
}

async function load<Key extends string>(loaders: Loaders<Key>, locale: string): Promise<Texts<Key> | null> {
  const name = nearest(locale, Object.keys(loaders));
  return (name === null ? undefined : await loaders[name]?.()) ?? null;
}

/** The tag itself, then with its last part dropped, and so on; an alias at each step. */
export function nearest(locale: string, available: readonly string[]): string | null {
  for (let tag = locale; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const wanted = [tag, ALIASES[tag] ?? tag].map((name) => name.toLowerCase());
    const found = available.find((name) => wanted.includes(name.toLowerCase()));
    if (found !== undefined) return found;
  }
  return null;
}
