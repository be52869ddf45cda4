// Risk: one of the pure checks of what callers and owners write takes what it should refuse, or refuses what it should
// take. Each is asked by itself, at the edge of every rule in it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

let database: TestDatabase;
before(async () => {
  database = await startDatabase();
});
after(() => database.stop());

const long = (length: number): string => 'x'.repeat(length);
const times = <Item>(amount: number, item: Item): Item[] => Array<Item>(amount).fill(item);

/** What a function answers to this argument, or the field and the sentence of its refusal. */
async function ask(call: string, value: string | null): Promise<unknown> {
  try {
    const rows = await database.owner.unsafe<{ answer: unknown }[]>(
      `select to_json(global_chat_private.${call}) as answer`,
      [value],
    );
    return rows[0]?.answer;
  } catch (error) {
    const { hint, message, detail } = error as { hint?: string; message: string; detail?: string };
    if (hint !== 'invalid_argument') throw error;
    return `${(JSON.parse(detail ?? '{}') as { field: string }).field}: ${message}`;
  }
}

/** As JSON text; undefined is SQL's null. */
const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

interface Expected {
  readonly call: string;
  /** Pairs of what is sent and what comes back. */
  readonly answers: readonly (readonly [sent: unknown, answer: unknown])[];
}

const notATime = 'since: since must be an ISO 8601 time.';
const notAList = 'tags: tags must be a list of at most 2 texts.';
const notANumber = 'page: page must be a whole number from 0 to 10.';
const notAnAddress = 'email: Enter an email like name@example.com.';

const ARGUMENTS: Readonly<Record<string, Expected>> = {
  'a short text': {
    call: `short_text($1::text::jsonb, 'name', 5)`,
    answers: [
      [undefined, null],
      [null, null],
      ['', null],
      [' \t12345\r\n', '12345'],
      ['a\u202eb\u2066c', 'abc'],
      ['123456', 'name: name is longer than 5 characters.'],
      [1, 'name: name must be a text.'],
      [{}, 'name: name must be a text.'],
    ],
  },
  'a known object': {
    call: `known_object($1::text::jsonb, 'details', array['a', 'b'], 20)`,
    answers: [
      [undefined, {}],
      [null, {}],
      [
        { a: 1, b: 2 },
        { a: 1, b: 2 },
      ],
      [{ a: '12345678901' }, { a: '12345678901' }],
      [{ a: '123456789012' }, 'details: details is larger than 20 bytes.'],
      [{ c: 1 }, 'details.c: details has no key "c". Known keys: a, b.'],
      ['a', 'details: details must be an object.'],
      [[], 'details: details must be an object.'],
    ],
  },
  'an object with a long strange key': {
    call: `known_object($1::text::jsonb, 'details', array['a', 'b'], 200)`,
    answers: [
      [{ [long(61)]: 1 }, `details.${long(60)}: details has no key "${long(60)}". Known keys: a, b.`],
    ],
  },
  'a point in time': {
    call: `point_in_time($1::text::jsonb, 'since') at time zone 'UTC'`,
    answers: [
      [undefined, null],
      [null, null],
      ['2026-02-28T23:59:59Z', '2026-02-28T23:59:59'],
      ['2026-02-28T23:59:59+05:30', '2026-02-28T18:29:59'],
      ['infinity', notATime],
      ['yesterday', notATime],
      [20260228, notATime],
      [['2026-02-28'], notATime],
      ['2026-02-28 nonsense at 5', notATime],
      ['2026-13-01', notATime],
      ['2026-02-28 10:00 Nowhere/Town', notATime],
      ['2026-02-28T10:00:00+99:99', notATime],
    ],
  },
  'a list of texts': {
    call: `text_list($1::text::jsonb, 'tags', 2, 3)`,
    answers: [
      [undefined, []],
      [null, []],
      [[], []],
      [[' '], []],
      [
        ['b', 'a'],
        ['b', 'a'],
      ],
      [['b', ' b '], ['b']],
      [['a', 'b', 'c'], notAList],
      ['a', notAList],
      [{}, notAList],
      [['abc'], ['abc']],
      [['abcd'], 'tags: tags is longer than 3 characters.'],
      [[1], 'tags: tags must be a text.'],
    ],
  },
  'a whole number': {
    call: `whole_number($1::text::jsonb, 'page', 10)`,
    answers: [
      [undefined, null],
      [null, null],
      [0, 0],
      [10, 10],
      [11, notANumber],
      [-1, notANumber],
      [1.5, notANumber],
      ['1', notANumber],
      [true, notANumber],
    ],
  },
  'an address': {
    call: `email_address($1::text::jsonb, 'email')`,
    answers: [
      [undefined, null],
      [' ', null],
      [' ida@example.com ', 'ida@example.com'],
      [`${long(242)}@example.com`, `${long(242)}@example.com`],
      [`${long(243)}@example.com`, 'email: email is longer than 254 characters.'],
      ['ida', notAnAddress],
      ['ida@example', notAnAddress],
      ['ida@example.', notAnAddress],
      ['a b@example.com', notAnAddress],
      ['a@b@example.com', notAnAddress],
      ['<ida@example.com>', notAnAddress],
    ],
  },
};

describe('arguments', () => {
  for (const [name, { call, answers }] of Object.entries(ARGUMENTS)) {
    it(name, async () => {
      for (const [sent, answer] of answers)
        assert.deepEqual(await ask(call, json(sent)), answer, json(sent) ?? '');
    });
  }

  it('a UUID is one in canonical form, and anything else none', async () => {
    const id = '0b0e7a4c-93f4-4d57-a9f4-0c2f0a5f2f11';
    assert.equal(await ask('uuid_or_null($1)', id), id);
    for (const other of [null, '', 'x', id.toUpperCase(), `{${id}}`, `${id} `, id.replaceAll('-', '')])
      assert.equal(await ask('uuid_or_null($1)', other), null, other ?? 'null');
  });
});

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
      { 'zh-Hant-TW': { greeting: long(500), a: '', 'home.title_2': 'x', [long(64)]: 'x' } },
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
      times(20, trigger),
      [{ ...trigger, id: `0-_${long(37)}`, message: long(500), url: long(500) }],
      [{ ...trigger, after_seconds: 0 }],
      [{ ...trigger, after_seconds: 99_999 }],
      [{ ...trigger, scroll_percent: 100 }],
      [{ ...trigger, exit_intent: false }],
    ],
    refused: [
      {},
      null,
      times(21, trigger),
      ['winter'],
      [{}],
      [{ ...trigger, id: '-winter' }],
      [{ ...trigger, id: 'Winter' }],
      [{ ...trigger, id: long(41) }],
      [{ message: 'Hello' }],
      [{ ...trigger, message: '' }],
      [{ ...trigger, message: long(501) }],
      [{ id: 'winter' }],
      [{ ...trigger, url: '' }],
      [{ ...trigger, url: long(501) }],
      [{ ...trigger, url: null }],
      [{ ...trigger, after_seconds: 100_000 }],
      [{ ...trigger, after_seconds: -1 }],
      [{ ...trigger, after_seconds: null }],
      [{ ...trigger, scroll_percent: 101 }],
      [{ ...trigger, scroll_percent: null }],
      [{ ...trigger, exit_intent: 'yes' }],
      [{ ...trigger, exit_intent: null }],
    ],
  },
};

describe('identity tokens', () => {
  it('are signed as everywhere, however long the key', async () => {
    for (const length of [1, 63, 64, 65, 200]) {
      const key = 'k'.repeat(length);
      const signed = createHmac('sha256', key).update('message').digest('hex');
      const call = `hmac_sha256('message', convert_to($1, 'UTF8'))`;
      assert.equal(await ask(call, key), `\\x${signed}`, String(length));
    }
  });

  it('tell times that there are', async () => {
    const time = (seconds: unknown): Promise<unknown> =>
      ask(`token_time($1::text::jsonb, 'exp') at time zone 'UTC'`, JSON.stringify({ exp: seconds }));
    assert.equal(await time(0), '1970-01-01T00:00:00');
    assert.equal(await time(32_503_680_000), '3000-01-01T00:00:00');
    for (const wrong of [-1, 32_503_680_001, '0', null])
      await assert.rejects(time(wrong), { hint: 'identity_invalid' });
  });
});

describe('files', () => {
  it('have the type that their name ends with', async () => {
    const types = {
      'a.png': 'image/png',
      'A.JPG': 'image/jpeg',
      'a.b.jpeg': 'image/jpeg',
      '.webp': 'image/webp',
      'a.gif': 'image/gif',
      'plan 2026.pdf': 'application/pdf',
      'a.txt': 'text/plain',
      'a.csv': 'text/csv',
    };
    for (const [name, type] of Object.entries(types))
      assert.equal(await ask('file_type_of($1)', name), type, name);
    for (const name of [
      null,
      '',
      'png',
      'a.',
      'a.png ',
      'a.svg',
      'a.exe',
      'a.html.txt',
      'a. exe .txt',
      'a\u202egnp.txt',
    ])
      assert.equal(await ask('file_type_of($1)', name), null, name ?? 'null');
  });
});

describe('what is shown', () => {
  it('a preview is one line of the text, or the name of the first file', async () => {
    const preview = (content: string, files: readonly object[] = []): Promise<unknown> =>
      ask(`preview_of($1, '${JSON.stringify(files)}')`, content);
    assert.equal(await preview(' Hello\n\n  there '), 'Hello there');
    assert.equal(await preview('é'), 'é');
    assert.equal(await preview('x'.repeat(141)), 'x'.repeat(140));
    assert.equal(await preview(`x${' '.repeat(400)}y`), 'x');
    assert.equal(await preview('\u200b', [{ name: 'plan.pdf' }, { name: 'b' }]), 'plan.pdf');
    assert.equal(await preview('', []), '');
  });

  it('a message without words has none, where it has a file', async () => {
    assert.equal(await ask('message_text($1, true)', null), '');
    assert.equal(await ask('message_text($1, true)', '\u200b'), '\u200b');
  });

  it('no messages are a list of none', async () => {
    for (const part of ['agent', 'visitor']) assert.deepEqual(await ask(`messages_for($1, '{}')`, part), []);
  });
});

const label = 'a'.repeat(63);
/** Labels of at most 63 characters that are so long together. */
const host = (length: number): string =>
  `${times(4, label)
    .join('.')
    .slice(0, length - 2)}.a`;

describe('structured columns', () => {
  for (const [name, { call, taken, refused }] of Object.entries(RULES)) {
    it(name, async () => {
      for (const value of taken) assert.equal(await ask(call, json(value)), true, json(value)?.slice(0, 120));
      for (const value of refused)
        assert.equal(await ask(call, json(value)), false, json(value)?.slice(0, 120));
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
