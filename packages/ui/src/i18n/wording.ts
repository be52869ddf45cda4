// Texts of one locale: choosing and filling them. Without times and sizes, whose formatters are slow to make:
// formats.ts.

import { directionOf } from './direction.ts';
import type { Text, Texts } from './texts.ts';

export type TextParameters = Readonly<Record<string, string | number>>;

export interface Wording<Key extends string = string> {
  /** BCP 47. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  /** The text with `{name}` replaced from `params`; numbers are formatted, and `n` chooses the plural form. */
  t(key: Key, params?: TextParameters): string;
  /** The same with more English texts; what the dictionary already translates stays. */
  extend<Other extends string>(texts: Texts<Other>): Wording<Key | Other>;
  /** The plural category of a count. */
  plural(n: number): Intl.LDMLPluralRule;
  number(value: number): string;
}

export interface WordingOptions<Key extends string> {
  /** BCP 47; the browser's language when it is malformed. */
  readonly locale: string;
  readonly dictionary: Texts<Key>;
  /** Texts of the owner, which win. Unknown keys are ignored. */
  readonly overrides?: Readonly<Record<string, string>>;
}

export function createWording<Key extends string>(options: WordingOptions<Key>): Wording<Key> {
  const { dictionary, overrides } = options;
  const locale = validLocale(options.locale);
  const rules = new Intl.PluralRules(locale);
  const plain = new Intl.NumberFormat(locale);

  const choose = (text: Text, n: unknown): string => {
    if (typeof text === 'string') return text;
    return (typeof n === 'number' ? text[rules.select(n)] : undefined) ?? text.other;
  };

  return {
    locale,
    dir: directionOf(locale),
    t(key, params = {}) {
      const text = overrides?.[key] ?? dictionary[key];
      return choose(text, params['n']).replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = params[name];
        return typeof value === 'number' ? plain.format(value) : (value ?? whole);
      });
    },
    extend: (texts) => createWording({ ...options, dictionary: { ...texts, ...dictionary } }),
    plural: (n) => rules.select(n),
    number: (value) => plain.format(value),
  };
}

/** The first that is well formed; even the browser's own is not always. */
function validLocale(locale: string): string {
  for (const tag of [locale, navigator.language]) {
    try {
      return Intl.getCanonicalLocales(tag)[0] ?? tag;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return 'en';
}
