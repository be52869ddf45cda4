import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';

const SCHEMA = `
create table public.people (id int primary key, name text, boss int references public.people, pay numeric);
create table public.towns (id int primary key, name text);
create table public.homes (person int primary key references public.people, town int references public.towns, since int);
create table public.clubs (id int primary key, name text);
create table public.members (person int references public.people, club int references public.clubs, role text, primary key (person, club));
create table public.letters (id int primary key, writer int constraint letters_writer references public.people,
  reader int constraint letters_reader references public.people, body text);
create view public.staff with (security_invoker) as select id as number, name, boss from public.people;
create view public.chiefs with (security_invoker) as select number, name from public.staff where boss is null;
create function public.shout(public.people) returns text language sql stable as $$ select upper($1.name) $$;
create function public.friends(public.people) returns setof public.people language sql stable as
  $$ select * from public.people p where p.id <> $1.id order by id $$;
create function public.chief(public.people) returns setof public.people rows 1 language sql stable as
  $$ select * from public.people p where p.id = $1.boss $$;
create function public.crew(boss_id int) returns setof public.people language sql stable as $$ select * from public.people where boss = boss_id $$;
insert into public.people values (1, 'Ada', null, 10), (2, 'Bo', 1, 5), (3, 'Cy', 1, 7);
insert into public.towns values (1, 'Oslo'), (2, 'Bergen');
insert into public.homes values (1, 1, 1990), (2, 1, 2000), (3, 2, 2010);
insert into public.clubs values (1, 'Chess'), (2, 'Choir');
insert into public.members values (1, 1, 'head'), (2, 1, 'member'), (2, 2, 'member');
insert into public.letters values (1, 1, 2, 'hello'), (2, 2, 1, 'hi'), (3, 1, 3, 'hey');
alter role authenticator set pgrst.db_aggregates_enabled = 'true';
`;

const backend = await startTestBackend({ migrations: [{ name: 'people', sql: SCHEMA }] });
const admin = backend.client(backend.local.secretKey);

async function rows(table: string, select: string, tail = ''): Promise<unknown> {
  const response = await backend.request(`/rest/v1/${table}?select=${encodeURIComponent(select)}${tail}`, {
    headers: { apikey: backend.local.secretKey },
  });
  const body: unknown = await response.json();
  assert.equal(response.status, 200, JSON.stringify(body));
  return body;
}

// prettier-ignore
const CASES: readonly (readonly [what: string, table: string, select: string, tail: string, expected: unknown])[] = [
  ['one-to-one, from both sides, is an object', 'people', 'name,homes(since,people(name))', '&id=eq.1',
    [{ name: 'Ada', homes: { since: 1990, people: { name: 'Ada' } } }]],
  ['many-to-many through the table between', 'clubs', 'name,people(name)', '&order=id&people.order=id.desc',
    [{ name: 'Chess', people: [{ name: 'Bo' }, { name: 'Ada' }] }, { name: 'Choir', people: [{ name: 'Bo' }] }]],
  ['a table to itself, up by its column and down by its name', 'people', 'name,boss(name),crew:people(name)', '&id=in.(1,2)&order=id',
    [{ name: 'Ada', boss: null, crew: [{ name: 'Bo' }, { name: 'Cy' }] }, { name: 'Bo', boss: { name: 'Ada' }, crew: [] }]],
  ['two keys to one table, by constraint, by column', 'letters', 'body,from:people!letters_writer(name),to:people!reader(name)', '&id=eq.1',
    [{ body: 'hello', from: { name: 'Ada' }, to: { name: 'Bo' } }]],
  ['a view, and a view of a view', 'chiefs', 'name,homes(since)', '', [{ name: 'Ada', homes: { since: 1990 } }]],
  ['a function of a row, as a column, as many, as one', 'people', 'shout,friends(name),chief(name)', '&id=eq.2',
    [{ shout: 'BO', friends: [{ name: 'Ada' }, { name: 'Cy' }], chief: { name: 'Ada' } }]],
  ['a resource of what a function returns', 'rpc/crew', 'name,homes(towns(name))', '&boss_id=1&order=name.desc&homes.towns.name=eq.Oslo',
    [{ name: 'Cy', homes: { towns: null } }, { name: 'Bo', homes: { towns: { name: 'Oslo' } } }]],
  ['a left join keeps rows, an inner one does not', 'people', 'name,homes!inner(towns!inner(name))', '&homes.towns.name=eq.Bergen',
    [{ name: 'Cy', homes: { towns: { name: 'Bergen' } } }]],
  ['rows without a resource, asked for by null', 'people', 'name,members()', '&members=is.null', [{ name: 'Cy' }]],
  ['rows with a resource, asked for inside of an or', 'people', 'name,members()', '&or=(members.not.is.null,id.eq.3)&order=id',
    [{ name: 'Ada' }, { name: 'Bo' }, { name: 'Cy' }]],
  ['limits and filters of an inner resource leave the outer one alone', 'people', 'name,letters!letters_writer(body)', '&letters.limit=1&letters.order=id.desc&order=id',
    [{ name: 'Ada', letters: [{ body: 'hey' }] }, { name: 'Bo', letters: [{ body: 'hi' }] }, { name: 'Cy', letters: [] }]],
  ['an order by a column of a resource', 'people', 'name,homes(since)', '&order=homes(since).desc&limit=1', [{ name: 'Cy', homes: { since: 2010 } }]],
  ['a spread of one', 'homes', 'since,...people(who:name)', '&person=eq.1', [{ since: 1990, who: 'Ada' }]],
  ['a spread of many is a list for each column', 'clubs', 'name,...members(role,person)', '&order=id&members.order=person.desc',
    [{ name: 'Chess', role: ['member', 'head'], person: [2, 1] }, { name: 'Choir', role: ['member'], person: [2] }]],
  ['an aggregate is grouped by the other columns', 'people', 'boss,pay.sum(),count()', '&order=boss.nullsfirst', [{ boss: null, sum: 10, count: 1 }, { boss: 1, sum: 12, count: 2 }]],
  ['an aggregate of a spread resource counts for the outer one', 'homes', '...people(pay.max()),towns(name)', '&person=lt.3', [{ max: 10, towns: { name: 'Oslo' } }]],
  ['an aggregate inside of a resource', 'people', 'name,letters!letters_writer(count())', '&order=id&limit=1', [{ name: 'Ada', letters: [{ count: 2 }] }]],
];

for (const [what, table, select, tail, expected] of CASES) {
  test(what, async () => assert.deepEqual(await rows(table, select, tail), expected));
}

test('counts obey filters of inner resources, not limits', async () => {
  const { count } = await admin
    .from('people')
    .select('name, homes!inner(towns!inner(name))', { count: 'exact' })
    .eq('homes.towns.name', 'Oslo')
    .limit(1);
  assert.equal(count, 2);
});

test('what is returned of a write embeds, too', async () => {
  const { data } = await admin
    .from('homes')
    .update({ since: 1991 })
    .eq('person', 1)
    .select('since, people(name), towns(name)');
  assert.deepEqual(data, [{ since: 1991, people: { name: 'Ada' }, towns: { name: 'Oslo' } }]);
});

test('a filter of a write does not filter what is returned of it', async () => {
  const { data } = await admin.from('people').update({ name: 'Cyd' }).or('name.eq.Cy,id.eq.99').select('id');
  assert.deepEqual(data, [{ id: 3 }]);
});

// prettier-ignore
const REFUSED: readonly (readonly [what: string, table: string, query: string, status: number, code: string, hint?: RegExp])[] = [
  ['two ways to go', 'letters', 'select=people(*)', 300, 'PGRST201', /people!letters_reader', 'people!letters_writer'/],
  ['no way to go', 'people', 'select=homs(*)', 400, 'PGRST200', /Perhaps you meant 'homes' instead of 'homs'/],
  ['a filter of what is not embedded', 'people', 'select=name&homes.since=eq.1', 400, 'PGRST108'],
  ['an order by many', 'people', 'select=name,members(role)&order=members(role)', 400, 'PGRST118'],
  ['aggregates of a spread of many', 'clubs', 'select=name,...members(role.max())', 400, 'PGRST127'],
  ['a table with a slip of the pen', 'peple', 'select=*', 404, 'PGRST205', /public\.people/],
];

for (const [what, table, query, status, code, hint = /./] of REFUSED) {
  test(`${what} is refused as ${code}`, async () => {
    const response = await backend.request(`/rest/v1/${table}?${query}`, {
      headers: { apikey: backend.local.secretKey },
    });
    const body = (await response.json()) as { code: string; hint: string | null };
    assert.deepEqual([response.status, body.code], [status, code]);
    assert.match(body.hint ?? '-', hint);
  });
}

test('aggregates are refused where the project has not switched them on', async () => {
  await backend.local.sql`alter role authenticator reset pgrst.db_aggregates_enabled`;
  await backend.local.sql`notify pgrst, 'reload config'`;
  let answer = await admin.from('people').select('count()');
  while (answer.error === null) answer = await admin.from('people').select('count()');
  assert.equal(answer.error.code, 'PGRST123');
});
