// Which of our languages is nearest to a BCP 47 tag.

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

/** The tag itself, then with its last part dropped, and so on; an alias at each step. Null when there is none. */
export function nearest(locale: string, available: readonly string[]): string | null {
  for (let tag = locale; tag !== ''; tag = tag.slice(0, Math.max(0, tag.lastIndexOf('-')))) {
    const alias = Object.hasOwn(ALIASES, tag) ? ALIASES[tag]! : tag;
    const wanted = [tag, alias].map((name) => name.toLowerCase());
    const found = available.find((name) => wanted.includes(name.toLowerCase()));
    if (found !== undefined) return found;
  }
  return null;
}

/** Loads what is nearest; null when nothing is. */
export async function loadNearest<Dictionary>(
  loaders: Readonly<Record<string, () => Promise<Dictionary>>>,
  locale: string,
): Promise<Dictionary | null> {
  const name = nearest(locale, Object.keys(loaders));
  return (name === null ? undefined : await loaders[name]?.()) ?? null;
}
