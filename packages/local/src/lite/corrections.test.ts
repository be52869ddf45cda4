// Each test shows that the engine, left alone, still does what a correction in this folder puts right.
// A failure here is good news: upstream has changed, and the named correction can go.
import assert from 'node:assert/strict';
import { after, beforeEach, mock, test } from 'node:test';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import postgres from 'postgres';
import { bootstrap } from '../bootstrap/bootstrap.ts';
import { applyMigrations } from '../bootstrap/migrations.ts';
import { startPostgres } from '../postgres/start.ts';

const SCHEMA = `
create table public.guarded (id int primary key, info jsonb);
alter table public.guarded enable row level security;
create policy "all rows" on public.guarded using (true) with check (true);
create table public.revoked (id int);
revoke all on public.revoked from anon, authenticated;
create function public.kind(value jsonb) returns text language sql as $$ select jsonb_typeof(value) $$;
create function public.fail() returns void language plpgsql as $$ begin raise exception 'no' using hint = 'why'; end $$;
create table public.users (id int primary key, nick text);
create table public.letters (id int primary key, author int references public.users);
create view public.seen as select current_setting('request.headers', true) as headers;
`;

const database = await startPostgres();
const sql = postgres(database.url(), { max: 2, onnotice: () => undefined });
await bootstrap(sql);
await applyMigrations(database.url('postgres'), [{ name: 'corrections', sql: SCHEMA }]);
const opened: ReturnType<typeof createPostgresConnection>[] = [];
after(async () => {
  await Promise.all(opened.map((one) => one.driver.end({ timeout: 1 })));
  await sql.end({ timeout: 1 });
  await database.stop();
});
// The engine prints every error with its stack.
beforeEach(() => void mock.method(console, 'error', () => undefined));

type Options = Parameters<typeof createPostgresConnection>[0]['postgresOptions'];

function connection(user?: string, postgresOptions?: Options): ReturnType<typeof createPostgresConnection> {
  const made = createPostgresConnection({
    url: database.url(user),
    postgresOptions: { max: 2, ...postgresOptions },
  });
  opened.push(made);
  return made;
}

/** The engine as it comes, told only who is asking. */
function engine(through = connection()): (path: string, init?: RequestInit) => Promise<Response> {
  const app = new App({
    connection: through,
    auth: { enabled: false },
    storage: { enabled: false },
    studio: { enabled: false },
    db: { migrations: { enabled: false } },
    api: { enabled: true, schemas: ['public'] },
    options: {
      server: {
        disableStudio: true,
        apiKeys: false,
        middlewares: [
          async (context, next) => {
            context.set('ignoreAuthorization', true);
            context.set('apiKeyType', 'publishable');
            context.set('jwt', { role: 'anon' });
            await next();
          },
        ],
      },
    },
  });
  return (path, init) => app.fetch(new Request(`http://localhost/rest/v1${path}`, init));
}

function call(value: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ value }) };
}

const asText = (oid: number): postgres.PostgresType => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text) as unknown,
});

test('keepGrants: a first request with RLS grants every table to the API roles', async () => {
  const granted = async (): Promise<unknown> =>
    (await sql`select has_table_privilege('anon', 'public.revoked', 'select') as granted`)[0]?.['granted'];
  assert.equal(await granted(), false);
  await engine()('/guarded');
  assert.equal(await granted(), true);
  await sql`revoke all on public.revoked from anon, authenticated`;
});

test('jsonType: an object as argument arrives as a JSON string', async () => {
  assert.equal(await (await engine()('/rpc/kind', call({ a: 1 }))).json(), 'string');
});

test('keepJsonStrings: a string as JSON argument or value is taken for JSON text', async () => {
  const typed = engine(connection(undefined, { types: { json: asText(114), jsonb: asText(3802) } }));
  assert.equal((await typed('/rpc/kind', call('text'))).status, 400);
  assert.equal(await (await typed('/rpc/kind', call('5'))).json(), 'number');
  const row = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"id":1,"info":"text"}',
  };
  assert.equal((await typed('/guarded', row)).status, 400);
});

test('readCatalogAsSuperuser: the login role of the Data API sees no tables', async () => {
  const { tables } = await connection('authenticator').introspect();
  assert.equal(
    tables.some(({ name }) => name === 'guarded'),
    false,
  );
});

test('DatabaseAway: a catalog that cannot be read looks empty', async () => {
  const unreachable = createPostgresConnection({
    url: 'postgres://nobody@127.0.0.1:1/none',
    postgresOptions: { max: 1 },
  });
  opened.push(unreachable);
  const found = await unreachable.introspect();
  assert.deepEqual(found.tables, []);
  assert.equal('functions' in found, false);
});

test('beginAsCaller: reads of tables do not see the headers of the request', async () => {
  const answer = await engine()('/seen', { headers: { 'x-test': 'yes' } });
  const [row] = (await answer.json()) as { headers: string | null }[];
  assert.doesNotMatch(row?.headers ?? '', /x-test/);
});

test('reportErrorsOurselves: a raised exception is a 500 without its hint', async () => {
  const answer = await engine()('/rpc/fail', { method: 'POST' });
  assert.equal(answer.status, 500);
  assert.equal(((await answer.json()) as { hint: string | null }).hint, null);
});

test('front/cors.ts: a preflight of a function with arguments is a 404', async () => {
  const answer = await engine()('/rpc/kind', {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'POST' },
  });
  assert.equal(answer.status, 404);
});

test('onlyExposed: a table of another schema stands in for the one of the same name', async () => {
  assert.equal((await engine()('/letters?select=users(*)')).status, 400);
});

test('answer: HEAD of a function takes the arguments for filters', async () => {
  assert.equal((await engine()('/rpc/kind?value=1', { method: 'HEAD' })).status, 400);
  assert.equal((await engine()('/rpc/kind?value=1')).status, 200);
});
