// Risk: one of the pure checks of what callers send takes what it should refuse, or refuses what it should take. Each is
// asked by itself, at the edge of every rule in it.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
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
        assert.deepEqual(await ask(call, asJson(sent)), answer, asJson(sent) ?? '');
    });
  }

  it('a UUID is one in canonical form, and anything else none', async () => {
    const id = '0b0e7a4c-93f4-4d57-a9f4-0c2f0a5f2f11';
    assert.equal(await ask('uuid_or_null($1)', id), id);
    for (const other of [null, '', 'x', id.toUpperCase(), `{${id}}`, `${id} `, id.replaceAll('-', '')])
      assert.equal(await ask('uuid_or_null($1)', other), null, other ?? 'null');
  });
});

describe('a value’s size', () => {
  it('is that of its text, and a number too long to count with is too large', async () => {
    const isLarger = (value: string, most = 1000): Promise<unknown> =>
      ask(`is_larger_than($1::jsonb, ${most})`, value);
    for (const size of [998, 999]) assert.equal(await isLarger(JSON.stringify(long(size))), size > 998);
    for (const number of ['1e399', '-1e399', '1e-400']) {
      assert.equal(await isLarger(`{"a": [${number}]}`, 10_000), false, number);
      assert.equal(await isLarger(`{"a": [{"b": ${number}0}]}`, 10_000), true, number);
    }
    // The text of which would be larger than the database can hold.
    assert.equal(await isLarger(`[${Array(9000).fill('1e131071').join()}]`), true);
  });
});

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

describe('a request to the Storage server that does not say what it is', () => {
  it('is neither an upload nor a removal', async () => {
    for (const name of ['is_plain_upload', 'is_file_removal'])
      assert.equal(await ask(`${name}()::text || coalesce($1, '')`, null), 'false', name);
  });
});

describe('a search', () => {
  it('looks at the first 200 characters and eight words', async () => {
    assert.deepEqual(await ask('query_words($1)', 'x'.repeat(300)), ['x'.repeat(200)]);
    assert.deepEqual(await ask('query_words($1)', '1 2 3 4 5 6 7 8 9'), [
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
    ]);
    assert.deepEqual(await ask('query_words($1)', ' -- '), []);
  });

  it('shows what is around the first word that is there', async () => {
    const text = (await ask(`snippet(repeat('x ', 200) || 'needle', $1)`, 'absent needle')) as {
      text: string;
    }[];
    assert.equal(text.at(-1)?.text, 'needle');
    assert.deepEqual(await ask(`snippet('nothing of it', $1)`, 'absent'), [
      { text: 'nothing of it', match: false },
    ]);
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

  it('a preview has none of the marks that the chat shows as bold, italic, code and links, and all others', async () => {
    const shown = {
      '**may** _I_ ask': 'may I ask',
      '***a*** *b*': 'a b',
      '`x*y` ```z```': 'x*y z',
      '[here](https://example.com/a) [mail](mailto:a@example.com)': 'here mail',
      '[here](javascript:alert)': '[here](javascript:alert)',
      '- a\n- b\n  * c\n- 5 kr\n- €9\na - b': 'a\nb\nc\n- 5 kr\n- €9\na - b',
      '2 * 3 * 4': '2 * 3 * 4',
      'a_b_c __init__': 'a_b_c __init__',
      'x * a *': 'x * a *',
    };
    for (const [content, text] of Object.entries(shown))
      assert.equal(await ask('without_marks($1)', content), text, content);
  });

  it('a colour of one scheme alone brings the other with it', async () => {
    const pair = (light: string | null, dark: string | null): Promise<unknown> =>
      ask(
        `color_pair('primary', $1, ${dark === null ? 'null' : `'${dark}'`}, '#2350d8',
          global_chat_private.mixed_color($1, '#ffffff', 0.15))`,
        light,
      );
    assert.deepEqual(await pair('#2350d8', null), { primary: '#2350d8', primary_dark: '#446ade' });
    assert.deepEqual(await pair(null, '#0a0b0c'), { primary: '#2350d8', primary_dark: '#0a0b0c' });
    assert.deepEqual(await pair('#010203', '#0a0b0c'), { primary: '#010203', primary_dark: '#0a0b0c' });
    assert.deepEqual(await pair(null, null), { primary: null, primary_dark: null });
    assert.equal(await ask(`mixed_color($1, '#000000', 1)`, '#ffffff'), '#000000');
  });

  it('no messages are a list of none', async () => {
    for (const part of ['agent', 'visitor']) assert.deepEqual(await ask(`messages_for($1, '{}')`, part), []);
  });
});
