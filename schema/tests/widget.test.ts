// Risk: a typing error in the table editor breaks every open widget, or the hours tell visitors the wrong thing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import type { Answer } from './support/caller.ts';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld, startConversation } from './support/world.ts';
import type { World } from './support/world.ts';

let database: TestDatabase;
let world: World;

before(async () => {
  database = await startDatabase();
  world = await buildWorld(database);
});
after(() => database.stop());

/** Saves a value as a person would in the table editor; gives the sentence of the constraint that refused it. */
async function save(column: string, value: unknown): Promise<string | undefined> {
  try {
    const json =
      typeof value === 'object' && value !== null && !(Array.isArray(value) && column === 'allowed_domains');
    await database.owner.unsafe(
      `update global_widget_config set ${column} = $1${json ? '::text::jsonb' : ''} where id = $2`,
      [(json ? JSON.stringify(value) : value) as string, world.widget],
    );
    return undefined;
  } catch (error) {
    assert.ok(error instanceof postgres.PostgresError);
    assert.equal(error.code, '23514', `${column}: ${error.message}`);
    return error.constraint_name;
  }
}

const REFUSED: readonly (readonly [column: string, value: unknown])[] = [
  ...['primary_color', 'on_surface_color_dark', 'bubble_agent_color'].flatMap((column) =>
    ['red', '#fff', '#12345g', '2350d8', '#2350d8;', 'rgb(0,0,0)', '#2350d8\n', ''].map(
      (value) => [column, value] as const,
    ),
  ),
  ['color_scheme', 'night'],
  ['position', 'left'],
  ['shape', 'star'],
  ['radius', 33],
  ['offset_block', -1],
  ['launcher_icon', 'http://insecure.example/a.png'],
  ['launcher_icon', 'javascript:alert(1)'],
  ['launcher_icon', `https://long.example/${'x'.repeat(600)}`],
  ['launcher_label', ''],
  ['greeting_text', 'x'.repeat(501)],
  ['privacy_url', 'javascript:alert(1)'],
  ['time_zone', 'Oslo'],
  ['time_zone', 'Europe/Nowhere'],
  ['time_zone', 'CET-1CEST'],
  ['time_zone', '+02:00'],
  ['time_zone', 'FOO+3'],
  ...[
    [],
    { mo: [] },
    { mon: '09:00-17:00' },
    { mon: [['9:00', '17:00']] },
    { mon: [['09:00']] },
    { mon: [['09:00', '25:00']] },
    { mon: [['24:00', '02:00']] },
    { mon: [[9, 17]] },
    { mon: [['09:00', null]] },
    { mon: [['09:00', '17:00', '18:00']] },
    { mon: null },
    { mon: [null] },
  ].map((value) => ['business_hours', value] as const),
  ...[
    {},
    [{}],
    [{ date: '2026-02-30', slots: [] }],
    [{ date: '24.12.2026', slots: [] }],
    [{ date: '2026-12-24' }],
    ['2026-12-24'],
    [{ date: '2026-12-24', slots: [['10:00']] }],
    [{ date: '2026-12-24', slots: [], name: 'x'.repeat(121) }],
  ].map((value) => ['hours_exceptions', value] as const),
  ...[
    [],
    { de: 'Hallo' },
    { de: { greeting: 5 } },
    { 'de de': {} },
    { de: { 'bad key': 'x' } },
    { de: { greeting: 'x'.repeat(501) } },
  ].map((value) => ['locales', value] as const),
  ...[
    {},
    [{}],
    [{ key: 'a', label: 'A', type: 'file' }],
    [{ key: 'A b', label: 'A', type: 'text' }],
    [{ key: 'a', label: 'A', type: 'select' }],
    [{ key: 'a', label: 'A', type: 'select', options: [] }],
    [{ key: 'a', label: 'A', type: 'text', required: 'yes' }],
    [{ key: 'a', type: 'text' }],
    ['a'],
    [{ key: 'a', label: 'A', type: 'radio' }],
    ...[
      'topic',
      [],
      {},
      { field: 'topic' },
      { is: 'Booking' },
      { field: 'later', filled: true },
      { field: 'other', filled: true },
      { field: 'nobody', filled: true },
      { field: 'topic', filled: false },
      { field: 'topic', is: '' },
      { field: 'topic', is: 5 },
      { field: 'topic', is: 'x'.repeat(201) },
      ...[[], 'A', ['A', ''], ['A', 5], ['A', 'x'.repeat(201)], Array.from({ length: 51 }, String)].map(
        (choices) => ({ field: 'topic', one_of: choices }),
      ),
      { field: 'topic', is: 'Booking', filled: true },
    ].map((showIf) => [
      { key: 'topic', label: 'Topic', type: 'text' },
      { key: 'other', label: 'Other', type: 'text', show_if: showIf },
      { key: 'later', label: 'Later', type: 'text' },
    ]),
  ].map((value) => ['pre_chat', value] as const),
  ...[
    {},
    [{ id: 'a' }],
    [{ message: 'Hi' }],
    [{ id: 'a', message: 'Hi', after_seconds: 'soon' }],
    [{ id: 'a', message: 'Hi', scroll_percent: 101 }],
    [null],
  ].map((value) => ['triggers', value] as const),
  ...[
    'https://example.com',
    'example.com/',
    'example.com:443',
    '*.',
    '*',
    'Example.com',
    'exa mple.com',
    '-example.com',
    'a..b',
    '*.*.example.com',
    '',
    'x'.repeat(64),
  ].map((value) => ['allowed_domains', [value]] as const),
  ['captcha_provider', 'recaptcha'],
  ['captcha_provider', 'turnstile'],
  ['message_burst', 0],
  ['messages_per_second', 0],
  ['reply_minutes', 0],
];

describe('a wrong value', () => {
  for (const [column, value] of REFUSED) {
    it(`${column} = ${JSON.stringify(value).slice(0, 60)} is refused with a sentence`, async () => {
      const sentence = await save(column, value);
      assert.ok(sentence !== undefined, 'it was taken');
      assert.match(sentence, /^[a-z_]+ (is|are|has|needs) /);
    });
  }
});

describe('a right value', () => {
  for (const [column, value] of [
    ['primary_color', '#0F6b54'],
    ['primary_color', null],
    ['launcher_icon', 'https://cdn.example/icon.png'],
    ['launcher_label', 'Chat'],
    ['time_zone', 'America/Argentina/Buenos_Aires'],
    ['time_zone', 'Etc/GMT+5'],
    ['time_zone', 'UTC'],
    [
      'business_hours',
      {
        mon: [
          ['09:00', '12:00'],
          ['13:00', '24:00'],
        ],
        sun: [],
      },
    ],
    ['business_hours', { fri: [['22:00', '02:00']] }],
    ['business_hours', null],
    ['hours_exceptions', [{ date: '2028-02-29', slots: [['10:00', '12:00']], name: 'Leap day' }]],
    ['hours_exceptions', []],
    ['locales', { de: { greeting: 'Hallo' }, 'pt-BR': {}, 'zh-Hans': { 'home.title': '你好' } }],
    [
      'pre_chat',
      [
        { key: 'topic', label: 'Topic', type: 'select', options: ['A'], required: true },
        { key: 'e', label: 'E', type: 'email', pattern: '.+' },
      ],
    ],
    [
      'pre_chat',
      [
        { key: 'topic', label: 'Topic', type: 'radio', options: ['Booking', 'Refund'] },
        { key: 'when', label: 'When', type: 'date', show_if: { field: 'topic', is: 'Booking' } },
        {
          key: 'why',
          label: 'Why',
          type: 'textarea',
          show_if: { field: 'topic', one_of: ['Refund', 'x'.repeat(200)] },
        },
        { key: 'phone', label: 'Phone', type: 'phone', show_if: { field: 'why', filled: true } },
      ],
    ],
    ['pre_chat', []],
    [
      'triggers',
      [{ id: 'a', message: 'Hi', url: '/x/*', after_seconds: 20, scroll_percent: 50, exit_intent: true }],
    ],
    ['allowed_domains', ['example.com', '*.example.com', 'localhost', 'xn--bcher-kva.example']],
    ['allowed_domains', []],
  ] as const) {
    it(`${column} = ${JSON.stringify(value).slice(0, 60)} is taken`, async () => {
      assert.equal(await save(column, value), undefined);
    });
  }

  it('is announced to open widgets once per change, and only when something changed', async () => {
    const topic = `widget:${world.widget}`;
    const before = (await broadcasts(database, topic)).length;
    await save('greeting_text', 'Changed');
    await save('greeting_text', 'Changed');
    await world.service.query(
      `update public.global_widget_config set shape = 'pill', locales = '{}' where id = $1`,
      [world.widget],
    );
    const events = (await broadcasts(database, topic)).slice(before);
    assert.deepEqual(
      events.map(({ event, payload }) => [event, payload.changed, Object.keys(payload as object).sort()]),
      [
        ['config', true, ['changed', 'id']],
        ['config', true, ['changed', 'id']],
      ],
    );
    assert.equal(
      (await world.anon.rpc('widget_config', { widget_id: world.widget })).texts.greeting,
      'Changed',
    );
  });
});

describe('the public config', () => {
  const config = (widget_id: string): Promise<Answer> => world.anon.rpc('widget_config', { widget_id });

  it('shows at most five of its own team, the oldest first, and nobody when that is switched off', async () => {
    const { team: before } = await config(world.otherWidget);
    assert.deepEqual(before, [{ name: 'Other', avatar_url: null }]);
    await save('show_team', false);
    assert.deepEqual((await config(world.widget)).team, []);
    await save('show_team', true);
  });

  it('is called by the name of the widget where the team has none', async () => {
    await save('team_name', null);
    assert.equal((await config(world.widget)).team_name, 'first.example');
    await save('team_name', 'Sales');
    assert.equal((await config(world.widget)).team_name, 'Sales');
    await save('team_name', null);
  });

  it('has the teaser as the last trigger, and none where its text is empty, but a list for an own icon', async () => {
    const winter = { id: 'winter', message: 'Hi', url: '/x/*' };
    await save('launcher_icon', 'chat');
    await save('triggers', [winter]);
    for (const none of [null, '']) {
      await save('teaser_text', none);
      assert.deepEqual((await config(world.widget)).triggers, [winter]);
    }
    await save('teaser_text', 'Hello');
    const teaser = { id: 'teaser', message: 'Hello', after_seconds: 5 };
    assert.deepEqual((await config(world.widget)).triggers, [winter, teaser]);
    await save('triggers', []);
    assert.deepEqual((await config(world.widget)).triggers, [teaser]);
    await save('teaser_text', null);
    assert.equal((await config(world.widget)).triggers, null);
    await save('launcher_icon', 'mail');
    assert.deepEqual((await config(world.widget)).triggers, [], 'there is an icon to fetch');
    await save('launcher_icon', 'chat');
    assert.equal((await config(world.widget)).triggers, null);
  });
});

describe('the list of own conversations', () => {
  it('holds those of the widget that is asked for', async () => {
    const second = randomUUID();
    await database.owner`insert into global_widget_config (id, tenant_id, name) values (${second}, ${world.tenant}, 'second')`;
    const { id } = await startConversation(world.visitor, world.widget);
    const there = await startConversation(world.visitor, second);
    const listed = async (widget_id: string): Promise<string[]> =>
      (await world.visitor.rpc('my_sessions', { widget_id })).map((session: Answer) => session.id as string);
    assert.deepEqual(await listed(world.widget), [id]);
    assert.deepEqual(await listed(second), [there.id]);
  });
});
