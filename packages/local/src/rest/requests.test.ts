import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const SCHEMA = `
create table public.goods (id int primary key, name text unique, price numeric default 9.5, made date default '2020-01-01', tags text[], note text);
insert into public.goods (id, name, note) select g, 'good ' || g, case when g > 2 then 'late' end from generate_series(1, 5) g;
create table public.pairs (a int, b int, primary key (a, b));
create function public.sum_all(variadic numbers int[]) returns int language sql immutable as 'select sum(n)::int from unnest(numbers) n';
create function public.write_one() returns int language plpgsql as $$ begin insert into public.goods (id) values (77); return 77; end $$;
create function public.pick(a int) returns text language sql as $$ select 'int' $$;
create function public.pick(a text) returns text language sql as $$ select 'text' $$;
create function public.raw(text) returns text language sql immutable as 'select upper($1)';
create function public.cheap(most numeric) returns setof public.goods language sql stable as 'select * from public.goods where price <= most';
create function public.guard() returns void language plpgsql as $$ begin
  if current_setting('request.headers', true)::json ->> 'x-blocked' = 'yes' then raise sqlstate 'PT403' using message = 'blocked'; end if; end $$;
alter role authenticator set pgrst.db_plan_enabled = 'true';
alter role authenticator set pgrst.db_tx_end = 'commit-allow-override';
alter role authenticator set pgrst.db_pre_request = 'public.guard';
`;

const backend = await startTestBackend({ migrations: [{ name: 'goods', sql: SCHEMA }] });
const { local } = backend;
const admin = backend.client(local.secretKey);

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Answer> {
  const init = {
    method,
    headers: { apikey: local.secretKey, 'content-type': 'application/json', ...headers },
  };
  const response = await backend.request(`/rest/v1/${path}`, body === undefined ? init : { ...init, body });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const code = ({ text }: Answer): string => (JSON.parse(text) as { code: string }).code;

test('an upsert tells new rows from old ones, replaces or leaves them', async () => {
  const row = JSON.stringify({ id: 10, name: 'ten' });
  const merge = { prefer: 'resolution=merge-duplicates' };
  assert.equal((await send('POST', 'goods', merge, row)).status, 201);
  assert.equal((await send('POST', 'goods', merge, JSON.stringify({ id: 10, name: 'TEN' }))).status, 200);
  assert.equal((await admin.from('goods').select('name').eq('id', 10).single()).data?.name, 'TEN');
  await admin.from('goods').upsert({ id: 11, name: 'TEN' }, { onConflict: 'name', ignoreDuplicates: true });
  assert.equal((await admin.from('goods').select().eq('id', 11)).data?.length, 0);
});

test('PUT writes the one row it names and no other', async () => {
  const row = (id: number): string =>
    JSON.stringify({ id, name: `put ${id}`, price: 1, made: null, tags: null, note: null });
  assert.equal(
    (await send('PUT', 'goods?id=eq.20', { prefer: 'return=representation' }, row(20))).status,
    201,
  );
  assert.equal(
    (await send('PUT', 'goods?id=eq.20', { prefer: 'return=representation' }, row(20))).status,
    200,
  );
  assert.equal(code(await send('PUT', 'goods?id=eq.21', {}, row(22))), 'PGRST115');
  assert.equal(code(await send('PUT', 'goods?name=eq.x', {}, row(22))), 'PGRST105');
  assert.equal((await admin.from('goods').select().in('id', [21, 22])).data?.length, 0);
  await send('DELETE', 'goods?id=in.(10,20)');
});

test('missing values are null, or the default where the caller asks for it', async () => {
  const rows = [{ id: 30, price: 3 }, { id: 31 }];
  await admin.from('goods').insert(rows);
  await admin.from('goods').insert(
    rows.map((row) => ({ ...row, id: row.id + 10 })),
    { defaultToNull: false },
  );
  const { data } = await admin.from('goods').select('id, price').gte('id', 30).order('id');
  assert.deepEqual(
    data?.map(({ price }) => price),
    [3, null, 3, 9.5],
  );
  await admin.from('goods').delete().gte('id', 30);
});

test('a new row says where it is, and CSV goes in and out', async () => {
  const made = await send('POST', 'pairs', { prefer: 'return=headers-only' }, '{"a":1,"b":2}');
  assert.equal(made.headers.get('location'), '/pairs?a=eq.1&b=eq.2');
  const csv = { 'content-type': 'text/csv' };
  assert.equal((await send('POST', 'goods', csv, 'id,name,note\n50,"a, ""b""",NULL\n51,c,d')).status, 201);
  assert.equal(
    (await send('GET', 'goods?select=id,name,note&id=gte.50&order=id', { accept: 'text/csv' })).text,
    'id,name,note\n50,"a, ""b""",\n51,c,d',
  );
  assert.equal(code(await send('POST', 'goods', csv, 'id,name\n1')), 'PGRST102');
  await send('DELETE', 'goods?id=gte.50');
});

test('large numbers arrive unchanged', async () => {
  await send('POST', 'goods', {}, '{"id":60,"price":12345678901234567890.123456789}');
  assert.match((await send('GET', 'goods?select=price&id=eq.60')).text, /12345678901234567890\.123456789/);
  await send('DELETE', 'goods?id=eq.60');
});

test('ranges: by parameters, by header, out of reach, impossible', async () => {
  const part = await send('GET', 'goods?select=id&order=id&limit=2&offset=1', { prefer: 'count=exact' });
  assert.deepEqual([part.status, part.headers.get('content-range')], [206, '1-2/5']);
  const header = await send('GET', 'goods?select=id&order=id', { range: '3-9' });
  assert.deepEqual([header.headers.get('content-range'), header.text], ['3-4/*', '[{"id":4}, \n {"id":5}]']);
  const beyond = await send('GET', 'goods?offset=9', { prefer: 'count=exact' });
  assert.deepEqual([beyond.status, code(beyond)], [416, 'PGRST103']);
  assert.equal((await send('GET', 'goods?limit=-1')).status, 416);
  assert.equal((await send('GET', 'goods', { range: '5-2' })).status, 416);
  assert.equal((await send('GET', 'goods?limit=0')).text, '[]');
});

test('counts by plan, by estimate, without rows', async () => {
  await local.sql`analyze public.goods`;
  for (const count of ['planned', 'estimated', 'exact'] as const) {
    assert.equal((await admin.from('goods').select('*', { count, head: true })).count, 5, count);
  }
});

test('a change may be tried and rolled back', async () => {
  const { data } = await admin.from('goods').delete().eq('id', 1).select('id').rollback();
  assert.deepEqual(data, [{ id: 1 }]);
  assert.equal((await admin.from('goods').select().eq('id', 1)).data?.length, 1);
});

test('a change of too many rows is undone, and strictness refuses unknown wishes', async () => {
  const prefer = 'handling=strict, max-affected=2';
  assert.equal(code(await send('DELETE', 'goods?id=gte.1', { prefer })), 'PGRST124');
  assert.equal((await admin.from('goods').select('*', { count: 'exact', head: true })).count, 5);
  assert.equal(code(await send('GET', 'goods', { prefer: 'handling=strict, flavour=sweet' })), 'PGRST122');
  assert.equal((await send('GET', 'goods', { prefer: 'flavour=sweet' })).status, 200);
});

test('one object or none: too many change nothing', async () => {
  const object = { accept: 'application/vnd.pgrst.object+json', prefer: 'return=representation' };
  assert.equal(code(await send('DELETE', 'goods?id=gte.1', object)), 'PGRST116');
  assert.equal((await admin.from('goods').select('*', { count: 'exact', head: true })).count, 5);
  const stripped = await send('GET', 'goods?id=eq.1', {
    accept: 'application/vnd.pgrst.object+json;nulls=stripped',
  });
  assert.deepEqual(Object.keys(JSON.parse(stripped.text) as object), ['id', 'name', 'price', 'made']);
});

test('plans, where they are allowed; other media types are 406', async () => {
  const { data } = await admin.from('goods').select().explain({ format: 'json', analyze: true });
  assert.ok(JSON.stringify(data).includes('Actual Rows'));
  assert.equal(code(await send('GET', 'goods', { accept: 'image/png' })), 'PGRST107');
  assert.equal((await send('GET', 'goods', { accept: 'image/png, */*;q=0.1' })).status, 200);
});

test('calls: any number of arguments, whole bodies, overloads, filters, and no writing by GET', async () => {
  assert.equal((await send('GET', 'rpc/sum_all?numbers=1&numbers=2&numbers=4')).text, '7');
  assert.equal((await send('POST', 'rpc/sum_all', {}, '{"numbers":[1,2]}')).text, '3');
  assert.equal((await send('POST', 'rpc/raw', { 'content-type': 'text/plain' }, 'loud')).text, '"LOUD"');
  const several = await send('POST', 'rpc/pick', {}, '{"a":"1"}');
  assert.deepEqual([several.status, code(several)], [300, 'PGRST203']);
  const written = await send('GET', 'rpc/write_one');
  assert.deepEqual([written.status, code(written)], [405, '25006']);
  const { data, count } = await admin
    .rpc('cheap', { most: 100 }, { count: 'exact' })
    .select('id')
    .gt('id', 3)
    .order('id')
    .limit(1);
  assert.deepEqual([data, count], [[{ id: 4 }], 2]);
  assert.match((await send('GET', 'rpc/cheap?most=100&id=eq.2&select=id')).text, /^\[\{"id":2\}\]$/);
  assert.equal(code(await send('PATCH', 'rpc/pick', {}, '{}')), 'PGRST101');
});

test('what the table does not have is refused before the database is asked', async () => {
  assert.equal(code(await send('POST', 'goods', {}, '{"id":1,"colour":"red"}')), 'PGRST204');
  assert.equal(code(await send('POST', 'goods', {}, '[{"id":1},{"name":"x"}]')), 'PGRST102');
  assert.equal(code(await send('GET', 'a/b')), 'PGRST125');
  assert.equal(code(await send('POST', '')), 'PGRST117');
});

test('a function that sees every request first may end it', async () => {
  const { status, text } = await send('GET', 'goods', { 'x-blocked': 'yes' });
  assert.deepEqual([status, (JSON.parse(text) as { message: string }).message], [403, 'blocked']);
});

test('names and values from a request stay names and values', async () => {
  const nasty = `x"; drop table public.goods; --`;
  for (const query of [
    `select="${nasty}"`,
    `order="${nasty}"`,
    `"${nasty}"=eq.1`,
    `name=eq.${nasty}`,
    `note=in.("${nasty}')")`,
  ]) {
    const [key = '', ...value] = query.split('=');
    const { status } = await send(
      'GET',
      `goods?${encodeURIComponent(key)}=${encodeURIComponent(value.join('='))}`,
    );
    assert.ok(status === 200 || status === 400, `${query}: ${status}`);
  }
  assert.ok((await send('POST', 'goods', {}, JSON.stringify({ id: 90, note: nasty }))).status === 201);
  assert.equal((await admin.from('goods').select('note').eq('id', 90).single()).data?.note, nasty);
});

test('the root lists what there is, and OPTIONS what may be done', async () => {
  const root = JSON.parse((await send('GET', '')).text) as { definitions: Record<string, unknown> };
  assert.ok('goods' in root.definitions);
  assert.equal(
    (await send('OPTIONS', 'goods')).headers.get('allow'),
    'OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE',
  );
});

test('a request in the middle of a change of settings is answered by the old or the new ones', async () => {
  await local.sql`alter role authenticator set pgrst.db_max_rows = '2'`;
  await local.sql`notify pgrst, 'reload config'`;
  await until(async () => (await admin.from('goods').select()).data?.length === 2);
});
