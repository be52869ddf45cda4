// Risk: a typing error in the table editor breaks every open widget, or the hours tell visitors the wrong thing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { broadcasts, buildWorld } from './support/world.ts';
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
    const json = typeof value === 'object' && value !== null && !(Array.isArray(value) && column === 'allowed_domains');
    await database.owner.unsafe(`update global_widget_config set ${column} = $1${json ? '::text::jsonb' : ''} where id = $2`, [
      (json ? JSON.stringify(value) : value) as string,
      world.widget,
    ]);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof postgres.PostgresError);
    assert.equal(error.code, '23514', `${column}: ${error.message}`);
    return error.constraint_name;
  }
}

const REFUSED: readonly (readonly [column: string, value: unknown])[] = [
  ...['primary_color', 'on_surface_color_dark', 'bubble_agent_color'].flatMap((column) =>
    ['red', '#fff', '#12345g', '2350d8', '#2350d8;', 'rgb(0,0,0)', '#2350d8\n', ''].map((value) => [column, value] as const),
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
  ...[[], { mo: [] }, { mon: '09:00-17:00' }, { mon: [['9:00', '17:00']] }, { mon: [['09:00']] }, { mon: [['09:00', '25:00']] },
    { mon: [['24:00', '02:00']] }, { mon: [[9, 17]] }, { mon: [['09:00', null]] }, { mon: [['09:00', '17:00', '18:00']] }, { mon: null }, { mon: [null] },
  ].map((value) => ['business_hours', value] as const),
  ...[{}, [{}], [{ date: '2026-02-30', slots: [] }], [{ date: '24.12.2026', slots: [] }], [{ date: '2026-12-24' }], ['2026-12-24'],
    [{ date: '2026-12-24', slots: [['10:00']] }], [{ date: '2026-12-24', slots: [], name: 'x'.repeat(121) }],
  ].map((value) => ['hours_exceptions', value] as const),
  ...[[], { de: 'Hallo' }, { de: { greeting: 5 } }, { 'de de': {} }, { de: { 'bad key': 'x' } }, { de: { greeting: 'x'.repeat(501) } }].map(
    (value) => ['locales', value] as const,
  ),
  ...[{}, [{}], [{ key: 'a', label: 'A', type: 'file' }], [{ key: 'A b', label: 'A', type: 'text' }], [{ key: 'a', label: 'A', type: 'select' }],
    [{ key: 'a', label: 'A', type: 'select', options: [] }], [{ key: 'a', label: 'A', type: 'text', required: 'yes' }], [{ key: 'a', type: 'text' }], ['a'],
  ].map((value) => ['pre_chat', value] as const),
  ...[{}, [{ id: 'a' }], [{ message: 'Hi' }], [{ id: 'a', message: 'Hi', after_seconds: 'soon' }], [{ id: 'a', message: 'Hi', scroll_percent: 101 }], [null]].map(
    (value) => ['triggers', value] as const,
  ),
  ...['https://example.com', 'example.com/', 'example.com:443', '*.', '*', 'Example.com', 'exa mple.com', '-example.com', 'a..b', '*.*.example.com', '', 'x'.repeat(64)].map(
    (value) => ['allowed_domains', [value]] as const,
  ),
  ['captcha_provider', 'recaptcha'],
  ['captcha_provider', 'turnstile'],
  ['message_burst', 0],
  ['messages_per_second', 0],
  ['reply_minutes', 0],
]; // prettier-ignore

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
    ['primary_color', '#0F6b54'], ['primary_color', null], ['launcher_icon', 'https://cdn.example/icon.png'], ['launcher_label', 'Chat'],
    ['time_zone', 'America/Argentina/Buenos_Aires'], ['time_zone', 'Etc/GMT+5'], ['time_zone', 'UTC'],
    ['business_hours', { mon: [['09:00', '12:00'], ['13:00', '24:00']], sun: [] }], ['business_hours', { fri: [['22:00', '02:00']] }], ['business_hours', null],
    ['hours_exceptions', [{ date: '2028-02-29', slots: [['10:00', '12:00']], name: 'Leap day' }]], ['hours_exceptions', []],
    ['locales', { de: { greeting: 'Hallo' }, 'pt-BR': {}, 'zh-Hans': { 'home.title': '你好' } }],
    ['pre_chat', [{ key: 'topic', label: 'Topic', type: 'select', options: ['A'], required: true }, { key: 'e', label: 'E', type: 'email', pattern: '.+' }]],
    ['pre_chat', []],
    ['triggers', [{ id: 'a', message: 'Hi', url: '/x/*', after_seconds: 20, scroll_percent: 50, exit_intent: true }]],
    ['allowed_domains', ['example.com', '*.example.com', 'localhost', 'xn--bcher-kva.example']], ['allowed_domains', []],
  ] as const) {
    it(`${column} = ${JSON.stringify(value).slice(0, 60)} is taken`, async () => {
      assert.equal(await save(column, value), undefined);
    });
  } // prettier-ignore

  it('is announced to open widgets once per change, and only when something changed', async () => {
    const topic = `widget:${world.widget}`;
    const before = (await broadcasts(database, topic)).length;
    await save('greeting_text', 'Changed');
    await save('greeting_text', 'Changed');
    await world.service.query(`update public.global_widget_config set shape = 'pill', locales = '{}' where id = $1`, [world.widget]);
    const events = (await broadcasts(database, topic)).slice(before);
    assert.deepEqual(events.map(({ event, payload }) => [event, payload.changed, Object.keys(payload as object).sort()]), [
      ['config', true, ['changed', 'id']], ['config', true, ['changed', 'id']],
    ]); // prettier-ignore
    assert.equal((await world.anon.rpc('widget_config', { widget_id: world.widget })).texts.greeting, 'Changed');
  });
});

describe('opening hours', () => {
  const ask = async (moment: string, row: Readonly<Record<string, unknown>>): Promise<[boolean, string | null]> => {
    const widget = { time_zone: 'UTC', hours_exceptions: [], reply_minutes: 5, ...row };
    const [answer] = await database.owner<{ a: { online: boolean; next_open_at: string | null } }[]>`
      select global_chat_private.availability(
        jsonb_populate_record(null::public.global_widget_config, ${JSON.stringify(widget)}::text::jsonb), ${moment}::timestamptz) as a`;
    const next = answer?.a.next_open_at ?? null;
    return [answer?.a.online ?? false, next === null ? null : new Date(next).toISOString().slice(0, 16)];
  };
  const week = (slots: readonly (readonly [string, string])[]) =>
    Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, slots]));
  const office = { business_hours: week([['09:00', '12:00'], ['13:00', '17:00']]) };
  const oslo = { ...office, time_zone: 'Europe/Oslo' };
  const bar = { business_hours: { fri: [['22:00', '02:00']], sat: [['20:00', '24:00']] } };
  const christmas = { ...office, hours_exceptions: [{ date: '2026-12-24', slots: [['10:00', '11:00']] }, { date: '2026-12-25', slots: [] }] };

  // 2026-11-23 is a Monday.
  for (const [what, moment, row, expected] of [
    ['nothing set is always open', '2026-11-22T03:00Z', {}, [true, null]],
    ['before the first slot', '2026-11-23T08:59Z', office, [false, '2026-11-23T09:00']],
    ['the first minute', '2026-11-23T09:00Z', office, [true, null]],
    ['the minute of closing', '2026-11-23T12:00Z', office, [false, '2026-11-23T13:00']],
    ['after the last slot of the week', '2026-11-27T17:00Z', office, [false, '2026-11-30T09:00']],
    ['Sunday', '2026-11-22T12:00Z', office, [false, '2026-11-23T09:00']],
    ['the night shift before midnight', '2026-11-27T23:00Z', bar, [true, null]],
    ['the night shift after midnight', '2026-11-28T01:59Z', bar, [true, null]],
    ['the end of the night shift', '2026-11-28T02:00Z', bar, [false, '2026-11-28T20:00']],
    ['a slot to midnight', '2026-11-28T23:59Z', bar, [true, null]],
    ['after midnight', '2026-11-29T00:00Z', bar, [false, '2026-12-04T22:00']],
    ['an exception with other hours', '2026-12-24T09:30Z', christmas, [false, '2026-12-24T10:00']],
    ['inside the exception', '2026-12-24T10:30Z', christmas, [true, null]],
    ['a closed exception', '2026-12-25T10:30Z', christmas, [false, '2026-12-28T09:00']],
    ['winter time in Oslo', '2026-11-23T08:00Z', oslo, [true, null]],
    ['the hour before, in winter', '2026-11-23T07:59Z', oslo, [false, '2026-11-23T08:00']],
    ['summer time in Oslo', '2026-07-06T07:00Z', oslo, [true, null]],
    ['over the change to winter time', '2026-10-23T16:00Z', oslo, [false, '2026-10-26T08:00']],
    ['over the change to summer time', '2026-03-27T16:30Z', oslo, [false, '2026-03-30T07:00']],
    ['another day there than here', '2026-11-22T23:30Z', { business_hours: { mon: [['00:00', '01:00']] }, time_zone: 'Europe/Oslo' }, [true, null]],
    ['a zone half a day away', '2026-11-23T19:30Z', { business_hours: { tue: [['09:00', '17:00']] }, time_zone: 'Pacific/Auckland' }, [false, '2026-11-23T20:00']],
    ['around the clock', '2026-11-23T00:00Z', { business_hours: { mon: [['00:00', '24:00']] } }, [true, null]],
    ['never', '2026-11-23T12:00Z', { business_hours: {} }, [false, null]],
    ['months away', '2026-11-23T12:00Z', { business_hours: {}, hours_exceptions: [{ date: '2027-05-17', slots: [['08:00', '09:00']] }] }, [false, '2027-05-17T08:00']],
    ['open but for one day', '2026-12-25T12:00Z', { hours_exceptions: [{ date: '2026-12-25', slots: [] }] }, [false, '2026-12-26T00:00']],
  ] as const) {
    it(what, async () => {
      assert.deepEqual(await ask(moment, row), expected);
    });
  } // prettier-ignore

  it('are part of the public config', async () => {
    await save('business_hours', {});
    const config = await world.anon.rpc('widget_config', { widget_id: world.widget });
    assert.deepEqual(config.availability, { online: false, next_open_at: null, reply_minutes: 5 });
    await save('business_hours', null);
  });
});

describe('the public config', () => {
  it('shows at most five faces, and none when the team is hidden', async () => {
    for (let index = 0; index < 6; index++) {
      const id = randomUUID();
      await database.superuser`insert into auth.users (id) values (${id})`;
      await database.owner`insert into global_chat_agents (tenant_id, user_id, display_name) values (${world.tenant}, ${id}, ${`Face ${String(index)}`})`;
    }
    assert.equal((await world.anon.rpc('widget_config', { widget_id: world.widget })).team.length, 5);
    await save('show_team', false);
    assert.deepEqual((await world.anon.rpc('widget_config', { widget_id: world.widget })).team, []);
  });

  it('has the captcha when both parts are set', async () => {
    await database.owner`update global_widget_config set captcha_provider = 'turnstile', captcha_site_key = 'key' where id = ${world.widget}`;
    const { captcha } = await world.anon.rpc('widget_config', { widget_id: world.widget });
    assert.deepEqual(captcha, { provider: 'turnstile', site_key: 'key' });
  });
});
