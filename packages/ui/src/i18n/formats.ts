// Times and sizes in the way of one locale. All times are epoch milliseconds in the reader's time zone.

export interface Formats {
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
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** @param locale A well-formed BCP 47 tag. */
export function createFormats(locale: string): Formats {
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = cached((form: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, form));
  const unit = cached((form: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, form));
  const short = (amount: number, name: string): string =>
    unit({
      style: 'unit',
      unit: name,
      // Short names of bytes have no plural: "999 byte".
      unitDisplay: name === 'byte' ? 'long' : 'short',
      maximumFractionDigits: amount < 10 ? 1 : 0,
    }).format(amount);

  return {
    time: (at) => date({ timeStyle: 'short' }).format(at),
    day(at, now) {
      const days = daysBetween(at, now);
      if (days === 0 || days === 1) return capitalize(ago.format(-days, 'day'), locale);
      return date({ weekday: 'long', day: 'numeric', month: 'long', ...yearIfOther(at, now) }).format(at);
    },
    relative(at, now) {
      const passed = now - at;
      if (passed < MINUTE_MS) return ago.format(0, 'second');
      if (passed < HOUR_MS) return short(Math.floor(passed / MINUTE_MS), 'minute');
      if (passed < DAY_MS) return short(Math.floor(passed / HOUR_MS), 'hour');
      if (daysBetween(at, now) < 7) return date({ weekday: 'short' }).format(at);
      return date({ day: 'numeric', month: 'short', ...yearIfOther(at, now) }).format(at);
    },
    dateTime: (at) => date({ dateStyle: 'full', timeStyle: 'short' }).format(at),
    bytes(count) {
      if (count < 1000) return short(count, 'byte');
      return count < 999_500 ? short(count / 1000, 'kilobyte') : short(count / 1_000_000, 'megabyte');
    },
  };
}

/** Whole calendar days from `at` to `now`, in local time. */
function daysBetween(at: number, now: number): number {
  return Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY_MS);
}

function yearIfOther(at: number, now: number): Intl.DateTimeFormatOptions {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' };
}

function capitalize(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
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
