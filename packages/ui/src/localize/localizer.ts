// Texts and formats of one locale. Owns choosing, filling and formatting; refuses to load dictionaries
// and to know which texts exist. All times are epoch milliseconds in the reader's time zone.

import type { Text, Texts } from './texts.ts';

export type TextParameters = Readonly<Record<string, string | number>>;

export interface Localizer<Key extends string = string> {
  /** BCP 47. */
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  /** The text with `{name}` replaced from `params`; numbers are formatted, and `n` chooses the plural form. */
  t(key: Key, params?: TextParameters): string;
  /** The same with more English texts; what the dictionary already translates stays. */
  extend<Other extends string>(texts: Texts<Other>): Localizer<Key | Other>;
  /** The plural category of a count. */
  plural(n: number): Intl.LDMLPluralRule;
  /** "10:41" */
  time(at: number): string;
  /** "Today", "Yesterday", or "Thursday 20 November", with the year when it is another one. */
  day(at: number, now: number): string;
  /** How long ago, short: "now", "2 min", "5 hr", then "Thu" within a week, then "4 Nov". */
  relative(at: number, now: number): string;
  /** The exact moment, for titles. */
  dateTime(at: number): string;
  /** "184 kB", of a count of bytes. */
  bytes(count: number): string;
  number(value: number): string;
}

export interface LocalizerOptions<Key extends string> {
  /** BCP 47; the browser's language when it is malformed. */
  readonly locale: string;
  readonly dictionary: Texts<Key>;
  /** Texts of the owner, which win. Unknown keys are ignored. */
  readonly overrides?: Readonly<Record<string, string>>;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function createLocalizer<Key extends string>(options: LocalizerOptions<Key>): Localizer<Key> {
  const { dictionary, overrides } = options;
  const locale = validLocale(options.locale);
  const rules = new Intl.PluralRules(locale);
  const plain = new Intl.NumberFormat(locale);
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = cached((form: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, form));
  const unit = cached((form: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, form));
  const short = (amount: number, name: string): string =>
    unit({
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: amount < 10 ? 1 : 0,
    }).format(amount);

  const choose = (text: Text, n: unknown): string => {
    if (typeof text === 'string') return text;
    return (typeof n === 'number' ? text[rules.select(n)] : undefined) ?? text.other;
  };

  return {
    locale,
    dir: /^(ar|he|iw|fa|ur|ps|sd|ug|yi|dv|ckb)\b/i.test(locale) ? 'rtl' : 'ltr',
    t(key, params = {}) {
      const text = overrides?.[key] ?? dictionary[key];
      return choose(text, params['n']).replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = params[name];
        return typeof value === 'number' ? plain.format(value) : (value ?? whole);
      });
    },
    extend: (texts) => createLocalizer({ ...options, dictionary: { ...texts, ...dictionary } }),
    plural: (n) => rules.select(n),
    time: (at) => date({ timeStyle: 'short' }).format(at),
    day(at, now) {
      const days = daysBetween(at, now);
      if (days === 0 || days === 1) return capitalize(ago.format(-days, 'day'), locale);
      return date({ weekday: 'long', day: 'numeric', month: 'long', ...yearIfOther(at, now) }).format(at);
    },
    relative(at, now) {
      const passed = now - at;
      if (passed < MINUTE) return ago.format(0, 'second');
      if (passed < HOUR) return short(Math.floor(passed / MINUTE), 'minute');
      if (passed < DAY) return short(Math.floor(passed / HOUR), 'hour');
      if (daysBetween(at, now) < 7) return date({ weekday: 'short' }).format(at);
      return date({ day: 'numeric', month: 'short', ...yearIfOther(at, now) }).format(at);
    },
    dateTime: (at) => date({ dateStyle: 'full', timeStyle: 'short' }).format(at),
    bytes(count) {
      if (count < 1000) return short(count, 'byte');
      return count < 999_500 ? short(count / 1000, 'kilobyte') : short(count / 1_000_000, 'megabyte');
    },
    number: (value) => plain.format(value),
  };
}

/** Whole calendar days from `at` to `now`, in local time. */
function daysBetween(at: number, now: number): number {
  return Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY);
}

function yearIfOther(at: number, now: number): Intl.DateTimeFormatOptions {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' };
}

function capitalize(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
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

/** Formatters are slow to make and are asked for on every row. */
function cached<Form extends object, Formatter>(make: (form: Form) => Formatter): (form: Form) => Formatter {
  const made = new Map<string, Formatter>();
  return (form) => {
    const key = JSON.stringify(form);
    let formatter = made.get(key);
    if (!formatter) made.set(key, (formatter = make(form)));
    return formatter;
  };
}
