// Risk: a check behind a structured column of a widget takes what no client understands, or refuses what an owner may write.
// Each is asked by itself, at the edge of every rule in it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { asJson, askFunction } from './support/pure-functions.ts';

let database: TestDatabase;
before(async () => {
  database = await startDatabase();
});
after(() => database.stop());

const ask = (call: string, value: string | null): Promise<unknown> => askFunction(database, call, value);

const long = (length: number): string => 'x'.repeat(length);
const times = <Item>(amount: number, item: Item): Item[] => Array<Item>(amount).fill(item);

interface Rule {
  readonly call: string;
  readonly taken: readonly unknown[];
  readonly refused: readonly unknown[];
}

const slot = ['09:00', '17:00'];
const day = { date: '2026-12-24', slots: [] };
const field = { key: 'topic', label: 'Topic', type: 'text' };
const choice = { ...field, type: 'select' };
const trigger = { id: 'winter', message: 'Hello' };
/** An object of texts that is so many bytes long as PostgreSQL writes it. */
const localesOf = (bytes: number): Record<string, Record<string, string>> => {
  const texts: Record<string, string> = {};
  // {"de": {…}} takes 10 bytes, and each `"k000": "…", ` its text and 12 more, the last without its comma.
  let left = bytes - 8;
  for (let place = 100; left > 0; place += 1) {
    const taken = Math.min(512, left);
    // What is left must be long enough for an entry.
    const size = left - taken > 0 && left - taken < 12 ? taken - 12 : taken;
    texts[`k${String(place)}`] = long(size - 12);
    left -= size;
  }
  return { de: texts };
};

const RULES: Readonly<Record<string, Rule>> = {
  'opening hours of a day': {
    call: 'are_slots($1::text::jsonb)',
    taken: [[], [slot], times(12, slot), [['00:00', '24:00']], [['22:00', '02:00']], [['23:59', '19:59']]],
    refused: [
      {},
      null,
      'x',
      times(13, slot),
      [['09:00']],
      [[...slot, '18:00']],
      ['09:00'],
      [{}],
      [['9:00', '17:00']],
      [['09:60', '17:00']],
      [['24:00', '17:00']],
      [['09:00', '24:01']],
      [['09:00', '25:00']],
      [[null, '17:00']],
      [['09:00', null]],
    ],
  },
  'opening hours of a week': {
    call: 'are_business_hours($1::text::jsonb)',
    taken: [{}, { mon: [], tue: [slot], wed: [], thu: [], fri: [], sat: [], sun: [slot] }],
    refused: [[], null, { monday: [] }, { mon: {} }, { mon: null }, { mon: [slot], tue: [['9', '10']] }],
  },
  'dates with hours of their own': {
    call: 'are_date_exceptions($1::text::jsonb)',
    taken: [
      [],
      [day],
      [{ ...day, slots: [slot] }],
      [{ ...day, name: long(120) }],
      times(366, day),
      [{ ...day, date: '2028-02-29' }],
    ],
    refused: [
      {},
      null,
      'x',
      times(367, day),
      ['2026-12-24'],
      [{ slots: [] }],
      [{ date: '2026-12-24' }],
      [{ ...day, date: '1999-12-24' }],
      [{ ...day, date: '2026-13-24' }],
      [{ ...day, date: '2026-02-29' }],
      [{ ...day, date: '24.12.2026' }],
      [{ ...day, slots: {} }],
      [{ ...day, slots: null }],
      [{ ...day, name: long(121) }],
    ],
  },
  'texts by language': {
    call: 'are_locales($1::text::jsonb)',
    taken: [
      {},
      { de: {} },
      {
        'zh-Hant-TW': {
          greeting: long(500),
          a: '',
          'home.title_2': 'x',
          'trigger.early-bird': 'x',
          [long(64)]: 'x',
        },
      },
      localesOf(65_536),
    ],
    refused: [
      [],
      null,
      { DE: {} },
      { d: {} },
      { de_AT: {} },
      { de: [] },
      { de: 'x' },
      { de: { greeting: long(501) } },
      { de: { greeting: 1 } },
      { de: { greeting: null } },
      { de: { Greeting: 'x' } },
      { de: { 'a b': 'x' } },
      { de: { [long(65)]: 'x' } },
      localesOf(65_537),
    ],
  },
  'questions before the first message': {
    call: 'are_form_fields($1::text::jsonb)',
    taken: [
      [],
      [field],
      times(10, field),
      ['email', 'checkbox'].map((type) => ({ ...field, type })),
      [{ ...field, key: long(40), label: long(120), required: true, pattern: long(200) }],
      [{ ...choice, options: ['A'] }],
      [{ ...choice, options: times(50, 'A') }],
      [{ ...field, options: ['A'] }],
    ],
    refused: [
      {},
      null,
      times(11, field),
      ['topic'],
      [{}],
      [{ ...field, key: 'Topic' }],
      [{ ...field, key: '1' }],
      [{ ...field, key: long(41) }],
      [{ ...field, key: null }],
      [{ key: 'topic', type: 'text' }],
      [{ ...field, label: '' }],
      [{ ...field, label: long(121) }],
      [{ key: 'topic', label: 'Topic' }],
      [{ ...field, type: 'password' }],
      [{ ...field, required: 'yes' }],
      [{ ...field, pattern: '' }],
      [{ ...field, pattern: long(201) }],
      [{ ...field, pattern: null }],
      [choice],
      [{ ...choice, options: [] }],
      [{ ...choice, options: 'A' }],
      [{ ...choice, options: times(51, 'A') }],
      [{ ...field, options: [] }],
    ],
  },
  triggers: {
    call: 'are_triggers($1::text::jsonb)',
    taken: [
      [],
      [trigger],
      Array.from({ length: 20 }, (_, place) => ({ ...trigger, id: `winter-${String(place)}` })),
      [{ ...trigger, id: `0-_${long(37)}`, message: long(500), sender: long(60), url: `/${long(499)}` }],
      [{ ...trigger, url: '*' }],
      [{ ...trigger, url: 'https://example.com/*' }],
      [{ ...trigger, after_seconds: 0 }],
      [{ ...trigger, after_seconds: 99_999 }],
      [{ ...trigger, scroll_percent: 100 }],
      [{ ...trigger, exit_intent: false }],
      [{ ...trigger, hours_only: true }],
    ],
    refused: [
      {},
      null,
      Array.from({ length: 21 }, (_, place) => ({ ...trigger, id: `winter-${String(place)}` })),
      times(2, trigger),
      [{ ...trigger, id: 'teaser' }],
      ['winter'],
      [{}],
      [{ ...trigger, id: '-winter' }],
      [{ ...trigger, id: 'Winter' }],
      [{ ...trigger, id: long(41) }],
      [{ message: 'Hello' }],
      [{ ...trigger, message: '' }],
      [{ ...trigger, message: long(501) }],
      [{ id: 'winter' }],
      [{ ...trigger, message: 5 }],
      [{ ...trigger, sender: '' }],
      [{ ...trigger, sender: long(61) }],
      [{ ...trigger, sender: null }],
      [{ ...trigger, url: '' }],
      [{ ...trigger, url: 'seasons' }],
      [{ ...trigger, url: 'javascript:x' }],
      [{ ...trigger, url: `/${long(500)}` }],
      [{ ...trigger, url: null }],
      [{ ...trigger, after_seconds: 100_000 }],
      [{ ...trigger, after_seconds: -1 }],
      [{ ...trigger, after_seconds: null }],
      [{ ...trigger, scroll_percent: 101 }],
      [{ ...trigger, scroll_percent: null }],
      [{ ...trigger, exit_intent: 'yes' }],
      [{ ...trigger, exit_intent: null }],
      [{ ...trigger, hours_only: 'yes' }],
      [{ ...trigger, hours_only: null }],
    ],
  },
};

const label = 'a'.repeat(63);
/** Labels of at most 63 characters that are so long together. */
const host = (length: number): string =>
  `${times(4, label)
    .join('.')
    .slice(0, length - 2)}.a`;

describe('structured columns', () => {
  for (const [name, { call, taken, refused }] of Object.entries(RULES)) {
    it(name, async () => {
      for (const value of taken)
        assert.equal(await ask(call, asJson(value)), true, asJson(value)?.slice(0, 120));
      for (const value of refused)
        assert.equal(await ask(call, asJson(value)), false, asJson(value)?.slice(0, 120));
    });
  }

  it('domains', async () => {
    const call = 'are_domains($1::text::text[])';
    const list = (...entries: string[]): string => `{${entries.join()}}`;
    const all = ['a', 'example.com', '*.example.com', 'a-b.example.com', label, host(253)];
    for (const value of ['{}', list(...all), list(...times(100, 'a'))])
      assert.equal(await ask(call, value), true, value);
    for (const entry of [
      '',
      '*',
      '*.',
      'a.',
      '.a',
      '-a',
      'a-',
      'A',
      'a b',
      'a/b',
      'a:1',
      `${label}a`,
      host(254),
    ])
      assert.equal(await ask(call, list('a', `"${entry}"`)), false, entry);
    assert.equal(await ask(call, '{NULL}'), false);
    assert.equal(await ask(call, list(...times(101, 'a'))), false);
  });

  it('time zones', async () => {
    for (const name of ['UTC', 'Europe/Oslo', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])
      assert.equal(await ask('is_time_zone($1)', name), true, name);
    for (const name of [null, '', 'Europe/Nowhere', 'FOO+3', 'UTC+3', 'europe/oslo', 'Europe/', ' UTC'])
      assert.equal(await ask('is_time_zone($1)', name), false, name ?? 'null');
  });
});
