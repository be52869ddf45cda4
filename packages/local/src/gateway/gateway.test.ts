import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { startTestBackend } from '../../test/backend.ts';
import { startLocal } from '../local.ts';

const lines: string[] = [];
const backend = await startTestBackend({
  log: (line) => void lines.push(line),
  migrations: [
    {
      name: 't',
      sql: 'create table public.things (id int); create function public.whoami() returns text language sql as $$ select current_user::text $$;',
    },
  ],
  routes: [
    (request) =>
      new URL(request.url).pathname === '/hello'
        ? new Response('hello', { headers: { 'content-type': 'text/html' } })
        : undefined,
    (request) => {
      if (new URL(request.url).pathname === '/broken') throw new Error('broken on purpose');
      return undefined;
    },
  ],
});
const { local } = backend;

const PATHS = [
  '/rest/v1/things',
  '/rest/v1/rpc/whoami',
  '/auth/v1/token?grant_type=password',
  '/storage/v1/object/a/b',
  '/realtime/v1/api/broadcast',
];

for (const path of PATHS) {
  test(`a preflight of ${path} allows every header and method, without a key`, async () => {
    const answer = await fetch(local.apiUrl + path, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'apikey, authorization, x-upsert, x-anything-new',
      },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(
      answer.headers.get('access-control-allow-headers'),
      'apikey, authorization, x-upsert, x-anything-new',
    );
    assert.match(answer.headers.get('access-control-allow-methods') ?? '', /PATCH.*DELETE/);
  });

  test(`an answer of ${path} may be read by other origins, also when it is a refusal`, async () => {
    const answer = await fetch(local.apiUrl + path, {
      method: 'POST',
      headers: { origin: 'https://shop.example' },
      body: '{}',
    });
    assert.ok(answer.status >= 400);
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.match(answer.headers.get('access-control-expose-headers') ?? '', /content-range/);
  });
}

async function whoami(headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${local.apiUrl}/rest/v1/rpc/whoami`, { method: 'POST', headers });
  const body = (await answer.json()) as string | { code?: string; message: string };
  return typeof body === 'string' ? body : `${answer.status} ${body.code ?? body.message}`;
}

test('keys: missing, unknown, in the URL, secret in a browser', async () => {
  assert.equal(await whoami({}), '401 No API key found in request');
  assert.equal(await whoami({ apikey: 'sb_publishable_wrong' }), '401 Invalid API key');
  assert.equal(
    await whoami({ apikey: await local.signToken({ role: 'authenticated' }) }),
    '401 Invalid API key',
  );
  assert.equal(
    await whoami({ apikey: await local.signToken({ role: 'anon', exp: 1 }) }),
    '401 Invalid API key',
  );
  assert.equal(
    await whoami({ apikey: local.secretKey, 'user-agent': 'Mozilla/5.0' }),
    '401 Forbidden use of secret API key in browser',
  );
  assert.equal(await whoami({ apikey: local.secretKey }), 'service_role');
  const inUrl = await fetch(`${local.apiUrl}/rest/v1/rpc/whoami?apikey=${local.publishableKey}`, {
    method: 'POST',
  });
  assert.equal(inUrl.status, 200);
});

test('the legacy keys are those that everybody knows from `supabase start`', async () => {
  const known =
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0';
  assert.equal(local.anonKey, known);
  // A legacy key admits, but who comes without a token is nobody.
  assert.equal(await whoami({ apikey: local.serviceRoleKey }), 'anon');
  const both = { apikey: local.serviceRoleKey, authorization: `Bearer ${local.serviceRoleKey}` };
  assert.equal(await whoami(both), 'service_role');
});

test('bearers: own keys, users, and everything that must be refused', async () => {
  const { publishableKey: apikey, jwtSecret } = local;
  const as = async (token: string): Promise<string> => whoami({ apikey, authorization: `Bearer ${token}` });
  assert.equal(await as(apikey), 'anon');
  assert.equal(await as(local.anonKey), 'anon');
  assert.equal(
    await as(await local.signToken({ role: 'authenticated', sub: crypto.randomUUID() })),
    'authenticated',
  );
  assert.equal(await as(await local.signToken({ sub: 'no role' })), 'anon');
  assert.equal(await as('abc'), '401 PGRST301');
  assert.equal(await as('a.b.c'), '401 PGRST301');
  assert.equal(await as(await local.signToken({ role: 'authenticated', exp: 1 })), '401 PGRST303');
  const foreign = await new SignJWT({ role: 'service_role' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(`${jwtSecret}x`));
  assert.equal(await as(foreign), '401 PGRST301');
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"role":"service_role"}').toString('base64url')}.`;
  assert.equal(await as(unsigned), '401 PGRST301');
  const stronger = await new SignJWT({ role: 'service_role' })
    .setProtectedHeader({ alg: 'HS512' })
    .sign(new TextEncoder().encode(jwtSecret));
  assert.equal(await as(stronger), '401 PGRST301');
});

for (const role of [
  'supabase_admin',
  'postgres',
  'supabase_auth_admin',
  'supabase_storage_admin',
  'pg_read_all_data',
  'no_such_role',
  '"; drop table x; --',
]) {
  test(`a signed token with role ${role} gets no rights`, async () => {
    const answer = await whoami({
      apikey: local.publishableKey,
      authorization: `Bearer ${await local.signToken({ role })}`,
    });
    assert.match(answer, /^40[13] (42501|22023)$/);
  });
}

test('other paths: routes in order, errors kept apart, nothing else', async () => {
  assert.equal(await (await fetch(`${local.apiUrl}/hello`)).text(), 'hello');
  assert.equal((await fetch(`${local.apiUrl}/broken`)).status, 500);
  assert.ok(lines.some((line) => line.includes('broken on purpose')));
  assert.equal((await fetch(`${local.apiUrl}/nothing`)).status, 404);
  assert.equal((await backend.request('/rest/v1/things')).status, 200);
});

test('only loopback is listened on', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address !== undefined && !address.internal && address.family === 'IPv4')?.address;
  for (const url of [local.apiUrl, local.databaseUrl]) {
    const { hostname, port } = new URL(url);
    assert.equal(hostname, '127.0.0.1');
    if (outside === undefined) continue;
    const reached = await new Promise((resolve) => {
      connect(Number(port), outside)
        .once('connect', () => resolve(true))
        .once('error', () => resolve(false));
    });
    assert.equal(reached, false);
  }
});

test('a taken API port is named, and nothing stays behind', async () => {
  const apiPort = Number(new URL(local.apiUrl).port);
  await assert.rejects(startLocal({ apiPort }), { name: 'LocalError', code: 'api_port_taken' });
});

test('a secret that is too short is refused', async () => {
  await assert.rejects(startLocal({ jwtSecret: 'short' }), { name: 'LocalError', code: 'option_invalid' });
});
