import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';
import { databaseAwayResponse, statusOf } from '../rest/database-error.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const SCHEMA = `
create table public.items (id int primary key, name text not null, parent int references public.items, check (id > 0));
create function public.fail(code text) returns void language plpgsql as $$ begin
  raise exception 'no' using errcode = code, detail = '{"retry_after_ms":5}', hint = 'rate_limited'; end $$;
create function public.slow() returns void language plpgsql security definer as $$ begin perform pg_sleep(20); end $$;
create function public.full_answer() returns void language plpgsql as $$ begin
  raise sqlstate 'PGRST' using message = '{"code":"mine","message":"custom","details":"d","hint":"h"}', detail = '{"status":402,"headers":{"X-Reason":"broke"}}'; end $$;
`;

const backend = await startTestBackend({ migrations: [{ name: 'items', sql: SCHEMA }] });

const RAISED: [code: string, status: number][] = [
  ['PT400', 400], ['PT401', 401], ['PT403', 403], ['PT404', 404], ['PT409', 409], ['PT413', 413], ['PT429', 429],
  ['P0001', 400], ['P0002', 500], ['23514', 400], ['23505', 409], ['28000', 403], ['40001', 500], ['42501', 401], ['53300', 503],
  ['54000', 500], ['57014', 500], ['08006', 503], ['22023', 400], ['XX000', 500],
]; // prettier-ignore

for (const [code, status] of RAISED) {
  test(`SQLSTATE ${code} is a ${status} and keeps message, details and hint`, async () => {
    const answer = await backend.client().rpc('fail', { code });
    assert.equal(answer.status, status);
    assert.deepEqual(
      { ...answer.error },
      { ...answer.error, code, message: 'no', details: '{"retry_after_ms":5}', hint: 'rate_limited' },
    );
  });
}

test('"not allowed" is 401 for nobody and 403 for somebody', async () => {
  const { client } = await backend.visitor();
  assert.equal((await client.rpc('fail', { code: '42501' })).status, 403);
  assert.equal(statusOf({ code: '42501', message: '' }, true), 403);
});

test('constraints: unique, foreign key, not null, check', async () => {
  const admin = backend.client(backend.local.secretKey);
  await admin.from('items').insert({ id: 1, name: 'one' });
  const statuses = await Promise.all([
    admin.from('items').insert({ id: 1, name: 'again' }),
    admin.from('items').insert({ id: 2, name: 'two', parent: 99 }),
    admin.from('items').insert({ id: 3 }),
    admin.from('items').insert({ id: -1, name: 'minus' }),
    admin.from('items').insert({ id: 'word', name: 'x' }),
  ]);
  assert.deepEqual(statuses.map(({ status, error }) => [status, error?.code]), [
    [409, '23505'], [409, '23503'], [400, '23502'], [400, '23514'], [400, '22P02'],
  ]); // prettier-ignore
});

test('unknown table, column, function and relation have their own codes', async () => {
  const client = backend.client();
  const answers = await Promise.all([
    client.from('itemz').select(),
    client.from('items').select('nope'),
    client.rpc('nope'),
    client.from('items').select('id, nowhere(id)'),
  ]);
  assert.deepEqual(answers.map(({ status, error }) => [status, error?.code]), [
    [404, 'PGRST205'], [400, '42703'], [404, 'PGRST202'], [400, 'PGRST200'],
  ]); // prettier-ignore
  assert.match(answers[1]?.error?.message ?? '', /column items\.nope does not exist/);
});

test('a function may dictate the whole answer', async () => {
  const response = await backend.request('/rest/v1/rpc/full_answer', { method: 'POST' });
  assert.equal(response.status, 402);
  assert.equal(response.headers.get('x-reason'), 'broke');
  assert.deepEqual(await response.json(), { code: 'mine', message: 'custom', details: 'd', hint: 'h' });
});

test('a statement past the time of its role is cancelled', async () => {
  const begun = Date.now();
  const answer = await backend.client().rpc('slow');
  assert.equal(answer.error?.code, '57014');
  assert.equal(answer.status, 500);
  assert.ok(Date.now() - begun < 10_000);
});

test('malformed bodies are 400', async () => {
  const headers = { 'content-type': 'application/json' };
  const answer = await backend.request('/rest/v1/items', { method: 'POST', headers, body: '{' });
  assert.equal(answer.status, 400);
  assert.equal(((await answer.json()) as { code: string }).code, 'PGRST102');
});

test('a database that is away is a 503 that asks to try again, and never a 404', async () => {
  assert.equal(databaseAwayResponse('x').headers.get('retry-after'), '1');
  const statuses = new Set<number>();
  let restarted = false;
  const restart = backend.local.restartDatabase('crash').then(() => (restarted = true));
  while (!restarted) {
    const answers = await Promise.all([1, 2, 3].map(() => backend.request('/rest/v1/items?select=id')));
    for (const { status } of answers) statuses.add(status);
  }
  await restart;
  await until(async () => (await backend.request('/rest/v1/items?select=id')).status === 200);
  assert.deepEqual(
    [...statuses].filter((status) => status !== 200 && status !== 503),
    [],
  );
});
