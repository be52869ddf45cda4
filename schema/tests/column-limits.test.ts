// Risk: a column takes what it should refuse. Every check constraint is asked on its own about the last value that it
// takes and the first that it does not, so that a limit which moves by one is noticed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startDatabase } from './support/database.ts';
import type { TestDatabase } from './support/database.ts';

/** A row's columns as PostgreSQL writes their values; what is absent is null. */
type Row = Readonly<Record<string, string | null>>;
interface Edges {
  readonly taken: readonly Row[];
  readonly refused: readonly Row[];
}

const text = (length: number): string => 'x'.repeat(length);
const address = (scheme: string, length: number): string => scheme + text(length - scheme.length);

const edges = (column: string, taken: readonly string[], refused: readonly string[]): Edges => ({
  taken: taken.map((value) => ({ [column]: value })),
  refused: refused.map((value) => ({ [column]: value })),
});
const numbers = (column: string, from: number, to: number, step = 1): Edges =>
  edges(column, [String(from), String(to)], [String(from - step), String(to + step)]);
const lengths = (column: string, from: number, to: number): Edges =>
  edges(column, [text(from), text(to)], [...(from > 0 ? [text(from - 1)] : []), text(to + 1)]);
const words = (column: string, known: readonly string[]): Edges => edges(column, known, ['', 'other']);
const colour = (column: string): Edges =>
  edges(column, ['#09afAF'], ['#09afA', '#09afAFa', '09afAF', 'red', ' #09afAF', '#09afAg']);
const webAddress = (column: string, length: number): Edges =>
  edges(
    column,
    ['http://a', address('https://', length)],
    [
      address('https://', length + 1),
      'https://',
      'ftp://a',
      'javascript:a',
      'https://a b',
      'https://a"',
      'x https://a',
    ],
  );

const lines = (amount: number, length: number): string => Array<string>(amount).fill(text(length)).join('\n');

const EDGES: Readonly<Record<string, Edges>> = {
  'slug is lower-case letters, digits and hyphens': edges(
    'slug',
    ['a', '0-', text(63)],
    ['', '-a', 'A', 'a b', text(64)],
  ),
  'name of a tenant has 1 to 120 characters': lengths('name', 1, 120),
  'retention_days is 1 to 3650, or empty to keep everything': numbers('retention_days', 1, 3650),
  'messages_per_day is 1 to 100000000': numbers('messages_per_day', 1, 100_000_000),
  'sessions_per_day is 1 to 100000000': numbers('sessions_per_day', 1, 100_000_000),
  'visitors_per_day is 1 to 100000000': numbers('visitors_per_day', 1, 100_000_000),
  'file_bytes_per_day is 0 to 1099511627776': numbers('file_bytes_per_day', 0, 1_099_511_627_776),
  'role is agent or admin': words('role', ['agent', 'admin']),
  'availability is online, away or off': words('availability', ['online', 'away', 'off']),
  'display_name has 1 to 120 characters': lengths('display_name', 1, 120),
  'avatar_url is a web address': webAddress('avatar_url', 2000),

  'name of a widget has 1 to 120 characters': lengths('name', 1, 120),
  'team_name has at most 60 characters': lengths('team_name', 0, 60),
  'color_scheme is auto, light or dark': words('color_scheme', ['auto', 'light', 'dark']),
  'primary_color is a hex colour such as #2350d8': colour('primary_color'),
  'on_primary_color is a hex colour such as #ffffff': colour('on_primary_color'),
  'primary_color_dark is a hex colour such as #4567ea': colour('primary_color_dark'),
  'on_primary_color_dark is a hex colour such as #ffffff': colour('on_primary_color_dark'),
  'surface_color is a hex colour such as #ffffff': colour('surface_color'),
  'on_surface_color is a hex colour such as #1a1a18': colour('on_surface_color'),
  'surface_color_dark is a hex colour such as #18191b': colour('surface_color_dark'),
  'on_surface_color_dark is a hex colour such as #ededea': colour('on_surface_color_dark'),
  'bubble_visitor_color is a hex colour such as #2350d8': colour('bubble_visitor_color'),
  'on_bubble_visitor_color is a hex colour such as #ffffff': colour('on_bubble_visitor_color'),
  'bubble_agent_color is a hex colour such as #f2f1ed': colour('bubble_agent_color'),
  'on_bubble_agent_color is a hex colour such as #1a1a18': colour('on_bubble_agent_color'),
  'position is start or end': words('position', ['start', 'end']),
  'shape is circle, rounded, square or pill': words('shape', ['circle', 'rounded', 'square', 'pill']),
  'radius is 0 to 32 pixels': numbers('radius', 0, 32),
  'offset_inline is 0 to 400 pixels': numbers('offset_inline', 0, 400),
  'offset_block is 0 to 400 pixels': numbers('offset_block', 0, 400),
  'launcher_icon is chat, help, wave, mail or an https address': edges(
    'launcher_icon',
    ['chat', 'help', 'wave', 'mail', address('https://', 500)],
    ['', 'other', 'http://a', 'https://a b', 'https://a<', address('https://', 501)],
  ),
  'launcher_label has 1 to 40 characters': lengths('launcher_label', 1, 40),
  'greeting_text has at most 500 characters': lengths('greeting_text', 0, 500),
  'teaser_text has at most 500 characters': lengths('teaser_text', 0, 500),
  'away_text has at most 500 characters': lengths('away_text', 0, 500),
  'placeholder_text has at most 120 characters': lengths('placeholder_text', 0, 120),
  'consent_text has at most 500 characters': lengths('consent_text', 0, 500),
  'privacy_url is a web address': webAddress('privacy_url', 500),
  'locales is texts by language, as its comment shows': edges('locales', ['{}'], ['[]']),
  'pre_chat is a list of fields with key, label and type': edges('pre_chat', ['[]'], ['{}']),
  'pre_chat needs show_if to name an earlier field and an answer': edges(
    'pre_chat',
    ['[]'],
    ['[{"key": "a", "label": "A", "type": "text", "show_if": {"field": "a", "filled": true}}]'],
  ),
  'business_hours is slots by day, as its comment shows': edges('business_hours', ['{}'], ['[]']),
  'hours_exceptions is dates with slots, as its comment shows': edges('hours_exceptions', ['[]'], ['{}']),
  'time_zone is a name such as Europe/Oslo': edges('time_zone', ['Europe/Oslo'], ['Europe/Nowhere', '']),
  'reply_minutes is 1 to 10080': numbers('reply_minutes', 1, 10_080),
  'edit_minutes is 0 to 1440': numbers('edit_minutes', 0, 1440),
  'suggestions is 1 to 5 lines of at most 120 characters': edges(
    'suggestions',
    ['a', lines(5, 120)],
    ['', '\n', 'a\n\nb', 'a\n', lines(6, 1), lines(1, 121), lines(5, 121)],
  ),
  'triggers is a list with id and message': edges('triggers', ['[]'], ['{}']),
  'allowed_domains is hosts such as example.com or *.example.com': edges(
    'allowed_domains',
    ['{}', '{*.example.com}'],
    ['{https://example.com}'],
  ),
  'captcha_provider is turnstile or hcaptcha': words('captcha_provider', ['turnstile', 'hcaptcha']),
  'captcha_site_key has 1 to 200 characters': lengths('captcha_site_key', 1, 200),
  'message_burst is 1 to 10000': numbers('message_burst', 1, 10_000),
  'messages_per_second is 0.01 to 10000': numbers('messages_per_second', 0.01, 10_000, 0.001),
  'session_burst is 1 to 10000': numbers('session_burst', 1, 10_000),
  'sessions_per_second is 0.0001 to 10000': numbers('sessions_per_second', 0.0001, 10_000, 0.00001),
  'tenant_sessions_per_minute is 1 to 1000000': numbers('tenant_sessions_per_minute', 1, 1_000_000),
  'files_per_day is 0 to 10000': numbers('files_per_day', 0, 10_000),
  'file_bytes_per_day is 0 to 10737418240': numbers('file_bytes_per_day', 0, 10_737_418_240),
  'captcha needs both a provider and a site key': {
    taken: [{}, { captcha_provider: 'hcaptcha', captcha_site_key: 'key' }],
    refused: [{ captcha_provider: 'hcaptcha' }, { captcha_site_key: 'key' }],
  },

  'external_id has 1 to 255 characters': lengths('external_id', 1, 255),
  'name of a visitor has at most 120 characters': lengths('name', 0, 120),
  'email has at most 254 characters': lengths('email', 0, 254),
  'client_visitor_id has at most 128 characters': lengths('client_visitor_id', 0, 128),
  'visitor_name has at most 120 characters': lengths('visitor_name', 0, 120),
  'visitor_email has at most 254 characters': lengths('visitor_email', 0, 254),
  'status is open, pending or resolved': words('status', ['open', 'pending', 'resolved']),
  'tags are at most 20': edges(
    'tags',
    ['{}', `{${Array<string>(20).fill('a').join()}}`],
    [`{${Array<string>(21).fill('a').join()}}`],
  ),
  'priority is low, normal, high or urgent': words('priority', ['low', 'normal', 'high', 'urgent']),
  'rating is 1 to 5': numbers('rating', 1, 5),
  'rating_comment has at most 1000 characters': lengths('rating_comment', 0, 1000),
  'last_message_by is visitor, agent or system': words('last_message_by', ['visitor', 'agent', 'system']),
  'sender_type is visitor, agent or system': words('sender_type', ['visitor', 'agent', 'system']),
  'content has at most 4000 characters and 16 KB': edges(
    'content',
    [text(4000), '🙂'.repeat(4000)],
    [text(4001), '🙂'.repeat(4001)],
  ),
  'attachments is a list': edges('attachments', ['[]', '[{}]'], ['{}', '"a"', 'null']),
  'metadata of a message has at most 2048 bytes': edges(
    'metadata',
    ['{}', JSON.stringify(text(2046))],
    [JSON.stringify(text(2047))],
  ),
  'a message says something, until it is deleted': {
    taken: [
      { content: 'a', attachments: '[]' },
      { content: ' ', attachments: '[{}]' },
      { content: '', attachments: '[]', deleted_at: '2026-01-01' },
    ],
    refused: [
      { content: '', attachments: '[]' },
      { content: ' \n\t', attachments: '[]' },
    ],
  },
  'content of a note has 1 to 4000 characters': edges(
    'content',
    ['a', text(4000), '🙂'.repeat(4000)],
    ['', text(4001)],
  ),
  'shortcut is lower-case letters, digits and hyphens': edges(
    'shortcut',
    ['a', '0-', text(40)],
    ['', '-a', 'A', 'a b', text(41)],
  ),
  'content of a canned reply has 1 to 4000 characters': lengths('content', 1, 4000),

  'role of an invitation is agent or admin': words('role', ['agent', 'admin']),
  'name of a view has 1 to 60 characters': lengths('name', 1, 60),
  'kind is messages, sessions, visitors or file_bytes': words('kind', [
    'messages',
    'sessions',
    'visitors',
    'file_bytes',
  ]),
  'there is one installation': edges('only_one', ['true'], ['false']),
  "address_header is a header's name in lower case": edges(
    'address_header',
    ['x-1', text(60)],
    ['', 'X-1', 'x 1', text(61)],
  ),
  'address_hops is 1 to 20': numbers('address_hops', 1, 20),
  'visitors_per_address is 1 to 100000': numbers('visitors_per_address', 1, 100_000),
  'access_token_seconds is 60 to 604800': numbers('access_token_seconds', 60, 604_800),
  'kind is visitor, user, external_id or email': words('kind', ['visitor', 'user', 'external_id', 'email']),
};

interface Constraint {
  readonly name: string;
  readonly expression: string;
  /** Its columns and their types, as a query of one row. */
  readonly columns: Readonly<Record<string, string>>;
}

let database: TestDatabase;
let constraints: readonly Constraint[];

before(async () => {
  database = await startDatabase();
  constraints = await database.owner<Constraint[]>`
    select conname as name, pg_get_expr(conbin, conrelid) as expression,
      (select json_object_agg(attname, format_type(atttypid, atttypmod))
       from pg_attribute where attrelid = conrelid and attnum = any (conkey)) as columns
    from pg_constraint
    where contype = 'c' and conrelid <> 0
      and (connamespace = 'global_chat_private'::regnamespace or conrelid::regclass::text like 'global\\_%')`;
});
after(() => database.stop());

/** As PostgreSQL reads a check: what is not known to be wrong is taken. */
async function isTaken({ expression, columns }: Constraint, row: Row): Promise<boolean> {
  const names = Object.keys(columns);
  const values = names.map(
    (name, place) => `$${String(place + 1)}::text::${columns[name] ?? ''} as "${name}"`,
  );
  const [answer] = await database.owner.unsafe<{ taken: boolean }[]>(
    `select (${expression}) is not false as taken from (select ${values.join()}) as row`,
    names.map((name) => row[name] ?? null),
  );
  assert.ok(answer);
  return answer.taken;
}

const short = (row: Row): string => JSON.stringify(row).slice(0, 80);

describe('check constraints', () => {
  it('are all known here', () => {
    assert.deepEqual(constraints.map(({ name }) => name).sort(), Object.keys(EDGES).sort());
  });

  for (const [name, { taken, refused }] of Object.entries(EDGES)) {
    it(name, async () => {
      const constraint = constraints.find((one) => one.name === name);
      assert.ok(constraint);
      for (const row of taken) assert.equal(await isTaken(constraint, row), true, short(row));
      for (const row of refused) assert.equal(await isTaken(constraint, row), false, short(row));
    });
  }
});
