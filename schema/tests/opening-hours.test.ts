// Risk: the hours tell visitors the wrong thing: around midnight, over a change of clocks, on a holiday, in another zone.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import postgres from 'postgres';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';
import { buildWorld } from './support/world.ts';
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

describe('opening hours', () => {
  const ask = async (
    moment: string,
    row: Readonly<Record<string, unknown>>,
  ): Promise<[boolean, string | null]> => {
    const widget = { time_zone: 'UTC', hours_exceptions: [], reply_minutes: 5, ...row };
    const [answer] = await database.owner<{ a: { online: boolean; next_open_at: string | null } }[]>`
      select global_chat_private.availability(
        jsonb_populate_record(null::public.global_widget_config, ${JSON.stringify(widget)}::text::jsonb), ${moment}::timestamptz) as a`;
    const next = answer?.a.next_open_at ?? null;
    return [answer?.a.online ?? false, next === null ? null : new Date(next).toISOString().slice(0, 16)];
  };
  const week = (slots: readonly (readonly [string, string])[]) =>
    Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, slots]));
  const office = {
    business_hours: week([
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ]),
  };
  const oslo = { ...office, time_zone: 'Europe/Oslo' };
  const bar = { business_hours: { fri: [['22:00', '02:00']], sat: [['20:00', '24:00']] } };
  const christmas = {
    ...office,
    hours_exceptions: [
      { date: '2026-12-24', slots: [['10:00', '11:00']] },
      { date: '2026-12-25', slots: [] },
    ],
  };

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
    [
      'another day there than here',
      '2026-11-22T23:30Z',
      { business_hours: { mon: [['00:00', '01:00']] }, time_zone: 'Europe/Oslo' },
      [true, null],
    ],
    [
      'a zone half a day away',
      '2026-11-23T19:30Z',
      { business_hours: { tue: [['09:00', '17:00']] }, time_zone: 'Pacific/Auckland' },
      [false, '2026-11-23T20:00'],
    ],
    [
      'around the clock',
      '2026-11-23T00:00Z',
      { business_hours: { mon: [['00:00', '24:00']] } },
      [true, null],
    ],
    ['never', '2026-11-23T12:00Z', { business_hours: {} }, [false, null]],
    [
      'months away',
      '2026-11-23T12:00Z',
      { business_hours: {}, hours_exceptions: [{ date: '2027-05-17', slots: [['08:00', '09:00']] }] },
      [false, '2027-05-17T08:00'],
    ],
    [
      'open but for one day',
      '2026-12-25T12:00Z',
      { hours_exceptions: [{ date: '2026-12-25', slots: [] }] },
      [false, '2026-12-26T00:00'],
    ],
  ] as const) {
    it(what, async () => {
      assert.deepEqual(await ask(moment, row), expected);
    });
  }

  it('are part of the public config', async () => {
    await save('business_hours', {});
    const config = await world.anon.rpc('widget_config', { widget_id: world.widget });
    assert.deepEqual(config.availability, {
      online: false,
      next_open_at: null,
      changes_at: null,
      reply_minutes: null,
    });
    await save('business_hours', null);
  });
});

describe('when an answer about the hours ends', () => {
  const changes = async (moment: string, hours: unknown): Promise<string | null> => {
    const widget = { time_zone: 'UTC', hours_exceptions: [], business_hours: hours };
    const [answer] = await database.owner<{ a: { changes_at: string | null } }[]>`
      select global_chat_private.availability(
        jsonb_populate_record(null::public.global_widget_config, ${JSON.stringify(widget)}::text::jsonb), ${moment}::timestamptz) as a`;
    const at = answer?.a.changes_at ?? null;
    return at === null ? null : new Date(at).toISOString().slice(0, 16);
  };
  const monday = { mon: [['09:00', '12:00']] };

  it('is the closing time while open, the opening time while closed, and never without hours', async () => {
    assert.equal(await changes('2026-11-30T10:00Z', monday), '2026-11-30T12:00');
    assert.equal(await changes('2026-11-30T12:00Z', monday), '2026-12-07T09:00');
    assert.equal(await changes('2026-11-30T10:00Z', null), null);
    assert.equal(await changes('2026-11-30T10:00Z', {}), null);
  });
});

describe('the reply time', () => {
  const minutes = async (): Promise<number | null> =>
    (await world.anon.rpc('widget_config', { widget_id: world.widget })).availability.reply_minutes;

  const anotherWidget = async (): Promise<string> => {
    const [row] = await database.owner<{ id: string }[]>`
      insert into public.global_widget_config (tenant_id, name) values (${world.tenant}, 'Another') returning id`;
    return row!.id;
  };

  it('is what the owner says, else the middle of ten or more answers of the last 30 days', async () => {
    await save('reply_minutes', 7);
    assert.equal(await minutes(), 7);
    await save('reply_minutes', null);
    assert.equal(await minutes(), null);
    const answered = async (ago: string, waited: string | null, widget = world.widget): Promise<void> => {
      const id = randomUUID();
      await database.owner`
        insert into public.global_chat_visitors (id, tenant_id) values (${id}, ${world.tenant})`;
      await database.owner`
        insert into public.global_chat_sessions (id, tenant_id, widget_id, visitor_id, created_at, first_reply_at)
        select ${randomUUID()}, ${world.tenant}, ${widget}, ${id}, at, at + ${waited}::interval
        from (select now() - ${ago}::interval as at) as moment`;
    };
    for (let index = 0; index < 20; index++) await answered('40 days', '1 minute');
    for (let index = 0; index < 9; index++) await answered('3 days', '11 minutes');
    for (let index = 0; index < 5; index++) await answered('2 days', null);
    for (let index = 0; index < 5; index++) await answered('2 days', '1 minute', await anotherWidget());
    assert.equal(await minutes(), null, 'too few to say');
    await answered('1 day', '2 hours');
    assert.equal(await minutes(), 11);
    for (let index = 0; index < 110; index++) await answered('10 days', '30 days');
    assert.equal(await minutes(), 10_080, 'a week at most');
    for (let index = 0; index < 51; index++) await answered('1 hour', '4 minutes');
    assert.equal(await minutes(), 4, 'of the newest hundred');
  });
});

describe('colours of one scheme', () => {
  const colors = async (): Promise<Readonly<Record<string, string | null>>> =>
    (await world.anon.rpc('widget_config', { widget_id: world.widget })).colors;

  it('bring the other: a light one is derived for the dark, a dark one stands beside the default', async () => {
    await save('primary_color', '#000000');
    assert.deepEqual([(await colors())['primary'], (await colors())['primary_dark']], ['#000000', '#262626']);
    await save('primary_color', null);
    await save('primary_color_dark', '#ffcc00');
    assert.deepEqual([(await colors())['primary'], (await colors())['primary_dark']], ['#2350d8', '#ffcc00']);
    await save('primary_color_dark', null);
    assert.deepEqual([(await colors())['primary'], (await colors())['primary_dark']], [null, null]);
  });

  it('of a pill come with a word on it', async () => {
    await save('shape', 'pill');
    const words = async (locale = ''): Promise<unknown[]> => {
      const { launcher } = await world.anon.rpc('widget_config', { widget_id: world.widget, locale });
      return [launcher.text, launcher.name];
    };
    assert.deepEqual(await words(), ['Chat', 'Open chat, Chat']);
    assert.deepEqual(await words('pt-PT'), ['Chat', 'Abrir o chat, Chat']);
    assert.deepEqual(await words('zh-HK'), ['聊天', '開啟聊天, 聊天']);
    assert.deepEqual(await words('xx-YY'), ['Chat', 'Open chat, Chat']);
    await save('launcher_label', 'Ask us');
    await save(
      'locales',
      JSON.stringify({ de: { launcher_label: 'Frag uns' }, 'de-AT': { openChat: 'Servus' } }),
    );
    assert.deepEqual(await words('fr'), ['Ask us', 'Ouvrir le chat, Ask us']);
    assert.deepEqual(await words('de-AT'), ['Frag uns', 'Servus, Frag uns']);
    await save('locales', '{}');
    await save('launcher_label', null);
    await save('shape', 'circle');
    assert.deepEqual(await words('de'), [undefined, 'Chat öffnen']);
  });
});

describe('the line of a message in lists', () => {
  const line = async (content: string): Promise<string | undefined> =>
    (
      await database.owner<
        { line: string }[]
      >`select global_chat_private.preview_of(${content}, '[]') as line`
    )[0]?.line;

  it('has the words without the marks, and what only looks like marks as it is', async () => {
    for (const [written, read] of [
      ['you **may** *go* _now_', 'you may go now'],
      ['see [our page](https://example.com/a_b) and `npm ci`', 'see our page and npm ci'],
      ['2 * 3 * 4, __init__, snake_case_name', '2 * 3 * 4, __init__, snake_case_name'],
      ['***both***', 'both'],
      ['[x](javascript:alert)', '[x](javascript:alert)'],
    ] as const)
      assert.equal(await line(written), read);
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
