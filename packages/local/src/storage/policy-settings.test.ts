import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';

/** Policies that refuse with what they know of the request, where the request asks for that; else they allow. */
const SCHEMA = `
insert into storage.buckets (id, name, public) values ('told', 'told', false), ('unsigned', 'unsigned', false)
  on conflict do nothing;
create or replace function public.tell(file jsonb) returns boolean language plpgsql stable as $$
begin
  if current_setting('request.headers', true)::jsonb ->> 'x-tell' = 'yes' then
    raise exception '%', jsonb_build_object(
      'operation', storage.operation(),
      'role', current_role,
      'claimed_role', current_setting('request.jwt.claim.role', true),
      'claims', current_setting('request.jwt.claims', true)::jsonb,
      'subject', current_setting('request.jwt.claim.sub', true),
      'token', current_setting('request.jwt', true),
      'headers', current_setting('request.headers', true)::jsonb,
      'method', current_setting('request.method', true),
      'path', current_setting('request.path', true),
      'file', file);
  end if;
  return true;
end
$$;
create policy "told buckets" on storage.buckets to authenticated
  using (id <> 'unsigned' and public.tell(to_jsonb(buckets))) with check (public.tell(to_jsonb(buckets)));
create policy "told files" on storage.objects to authenticated
  using (bucket_id = 'told' and public.tell(to_jsonb(objects))) with check (bucket_id = 'told' and public.tell(to_jsonb(objects)));
create policy "no signed uploads" on storage.objects for insert to authenticated with check (
  bucket_id = 'unsigned' and coalesce(current_setting('storage.operation', true), '') not like '%sign%upload%');
`;
const backend = await startTestBackend({ migrations: [{ name: 'told', sql: SCHEMA }] });
const { local } = backend;
const API = `${local.apiUrl}/storage/v1`;
const CHUNK = 'application/offset+octet-stream';

interface Told {
  readonly operation: string;
  readonly role: string;
  readonly claimed_role: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly subject: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  readonly file: Readonly<Record<string, unknown>>;
}

let token = '';
let user = '';
before(async () => {
  const { client, id } = await backend.visitor();
  user = id;
  token = (await client.auth.getSession()).data.session?.access_token ?? '';
  assert.equal((await client.storage.from('told').upload('there.txt', 'x')).error, null);
});

type Init = { readonly headers?: Record<string, string>; readonly body?: string };

function send(method: string, path: string, { headers = {}, body }: Init = {}): Promise<Response> {
  return fetch(API + path, {
    method,
    headers: { apikey: local.publishableKey, authorization: `Bearer ${token}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

/** What a policy knew of this request. */
async function told(method: string, path: string, { headers = {}, body }: Init = {}): Promise<Told> {
  const response = await send(method, path, {
    headers: { ...headers, 'x-tell': 'yes' },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  const message = text.startsWith('{"statusCode"') ? (JSON.parse(text) as { message: string }).message : text;
  assert.ok(message.startsWith('{'), `${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(message) as Told;
}

const json = (value: unknown): Init => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});
const text: Init = { headers: { 'content-type': 'text/plain' }, body: 'abc' };

const encode = (value: string): string => Buffer.from(value).toString('base64');
const resumable = (name: string): Record<string, string> => ({
  'tus-resumable': '1.0.0',
  'upload-length': '3',
  'upload-metadata': `bucketName ${encode('told')},objectName ${encode(name)},contentType ${encode('text/plain')}`,
});

for (const [operation, method, path, init] of [
  ['storage.bucket.list', 'GET', '/bucket', {}],
  ['storage.bucket.get', 'GET', '/bucket/told', {}],
  ['storage.bucket.create', 'POST', '/bucket', json({ name: 'new' })],
  ['storage.bucket.update', 'PUT', '/bucket/told', json({ public: false })],
  ['storage.bucket.empty', 'POST', '/bucket/told/empty', {}],
  ['storage.bucket.delete', 'DELETE', '/bucket/told', {}],
  ['storage.object.upload', 'POST', '/object/told/new.txt', text],
  ['storage.object.upload_update', 'PUT', '/object/told/there.txt', text],
  ['storage.object.sign_upload_url', 'POST', '/object/upload/sign/told/new.txt', json({})],
  ['storage.object.sign', 'POST', '/object/sign/told/there.txt', json({ expiresIn: 60 })],
  ['storage.object.sign_many', 'POST', '/object/sign/told', json({ expiresIn: 60, paths: ['there.txt'] })],
  ['storage.object.get_authenticated', 'GET', '/object/told/there.txt', {}],
  ['storage.object.get_authenticated', 'GET', '/object/authenticated/told/there.txt?download=a', {}],
  ['storage.render.image_authenticated', 'GET', '/render/image/authenticated/told/there.txt', {}],
  ['object.get_authenticated_info', 'GET', '/object/info/told/there.txt', {}],
  ['object.get_authenticated_info', 'GET', '/object/info/authenticated/told/there.txt', {}],
  ['storage.object.list', 'POST', '/object/list/told', json({ prefix: '' })],
  ['storage.object.list_v2', 'POST', '/object/list-v2/told', json({ prefix: '' })],
  [
    'storage.object.move',
    'POST',
    '/object/move',
    json({ bucketId: 'told', sourceKey: 'there.txt', destinationKey: 'b.txt' }),
  ],
  [
    'storage.object.copy',
    'POST',
    '/object/copy',
    json({ bucketId: 'told', sourceKey: 'there.txt', destinationKey: 'b.txt' }),
  ],
  ['storage.object.delete', 'DELETE', '/object/told/there.txt', {}],
  ['storage.object.delete_many', 'DELETE', '/object/told', json({ prefixes: ['there.txt'] })],
  ['storage.tus.upload.create', 'POST', '/upload/resumable', { headers: resumable('parts.txt') }],
] satisfies [string, string, string, Init][]) {
  // prettier-ignore
  test(`a policy knows ${operation} of ${method} ${path}, and who asks`, async () => {
    const { headers, claims, ...rest } = await told(method, path, init);
    const { file: _, ...policyContext } = rest;
    assert.deepEqual(policyContext, {
      operation,
      role: 'authenticated',
      claimed_role: 'authenticated',
      subject: user,
      token,
      method,
      path,
    });
    assert.deepEqual([claims['sub'], claims['role']], [user, 'authenticated']);
    assert.equal(headers['authorization'], `Bearer ${token}`);
  });
}

test('every piece of a resumable upload has its operation, and so has its end', async () => {
  const headers = { ...resumable('pieces.txt'), 'x-metadata': '' };
  const made = await send('POST', '/upload/resumable', { headers });
  const path = (made.headers.get('location') ?? '').slice(API.length);
  const piece = { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': CHUNK };
  const part = await told('PATCH', path, { headers: piece, body: 'abc' });
  assert.deepEqual(
    [part.operation, part.method, part.path, part.file['metadata']],
    ['storage.tus.upload.part', 'PATCH', path, { mimetype: 'text/plain', contentLength: 3 }],
  );
  const end = await told('DELETE', path, { headers: piece });
  assert.equal(end.operation, 'storage.tus.upload.delete');
});

test('a policy knows the request’s headers in lower case, with the address it came from', async () => {
  const init = {
    headers: { 'X-Upsert': 'true', 'User-Agent': 'an agent', 'content-type': 'text/plain' },
    body: 'abc',
  };
  const { headers } = await told('POST', '/object/told/new.txt', init);
  assert.deepEqual(
    [headers['x-upsert'], headers['user-agent'], headers['x-forwarded-for']],
    ['true', 'an agent', '127.0.0.1'],
  );
  const proxied = await told('POST', '/object/told/new.txt', {
    ...init,
    headers: { ...init.headers, 'x-forwarded-for': '203.0.113.9' },
  });
  assert.equal(proxied.headers['x-forwarded-for'], '203.0.113.9');
});

test('a policy is asked before the bytes are stored: it knows type, announced length, owner and own metadata', async () => {
  const { file } = await told('POST', '/object/told/new.txt', {
    headers: { 'content-type': 'text/plain', 'x-metadata': encode('{"why":"test"}') },
    body: 'abc',
  });
  assert.deepEqual(
    [file['metadata'], file['user_metadata'], file['owner'], file['owner_id'], file['version']],
    [{ mimetype: 'text/plain', contentLength: 3 }, { why: 'test' }, user, user, '1'],
  );
});

test('a policy can refuse signed upload URLs at signing, and nothing else with them', async () => {
  const { client } = await backend.visitor();
  const files = client.storage.from('unsigned');
  for (const options of [{ upsert: false }, { upsert: true }]) {
    const { data, error } = await files.createSignedUploadUrl('a.txt', options);
    assert.deepEqual([data, error?.message], [null, 'new row violates row-level security policy']);
  }
  assert.equal((await files.upload('a.txt', 'x')).error, null);
});

test('a signed upload asks no policy again, and its file belongs to the signer', async () => {
  const { data } = await backend
    .client(local.secretKey)
    .storage.from('unsigned')
    .createSignedUploadUrl('by-key.txt');
  const up = await send('PUT', `/object/upload/sign/unsigned/by-key.txt?token=${data?.token ?? ''}`, {
    ...text,
    headers: { ...text.headers, 'x-tell': 'yes' },
  });
  assert.equal(up.status, 200);
  const signed = (await (await send('POST', '/object/upload/sign/told/mine.txt', json({}))).json()) as {
    url: string;
  };
  assert.equal(
    (await send('PUT', signed.url, { ...text, headers: { ...text.headers, 'x-tell': 'yes' } })).status,
    200,
  );
  const rows =
    await local.sql`select name, owner_id from storage.objects where name in ('by-key.txt', 'mine.txt') order by name`;
  assert.deepEqual(
    [...rows],
    [
      { name: 'by-key.txt', owner_id: null },
      { name: 'mine.txt', owner_id: user },
    ],
  );
});

test('a signature counts on the signed paths of resumable uploads only, and there it is needed', async () => {
  const { data } = await backend
    .client(local.secretKey)
    .storage.from('unsigned')
    .createSignedUploadUrl('b.txt');
  const headers = {
    ...resumable('b.txt'),
    'upload-metadata': `bucketName ${encode('unsigned')},objectName ${encode('b.txt')}`,
  };
  const signature = { 'x-signature': data?.token ?? '' };
  const anonymous = { authorization: '' };
  const post = (path: string, more: Record<string, string>): Promise<Response> =>
    send('POST', path, { headers: { ...headers, ...anonymous, ...more } });
  assert.equal((await post('/upload/resumable/sign', {})).status, 400);
  assert.equal((await post('/upload/resumable', signature)).status, 403);
  const made = await post('/upload/resumable/sign', signature);
  assert.equal(made.status, 201);
  const path = (made.headers.get('location') ?? '').slice(API.length);
  const ask = { 'tus-resumable': '1.0.0', ...anonymous };
  assert.equal((await send('HEAD', path, { headers: { ...ask, ...signature } })).status, 200);
  assert.equal((await send('HEAD', path, { headers: ask })).status, 400);
  assert.equal((await send('DELETE', path, { headers: ask })).status, 400);
  assert.equal((await send('DELETE', path, { headers: { ...ask, ...signature } })).status, 204);
});

test('storage.allow_only_operation and allow_any_operation take names with and without their prefix', async () => {
  const rows = await local.sql.begin(async (sql) => {
    await sql`select set_config('storage.operation', 'storage.object.list', true)`;
    return sql`select storage.allow_only_operation('object.list') as bare,
      storage.allow_only_operation('storage.object.list') as full,
      storage.allow_only_operation('object.list_v2') as other, storage.allow_only_operation('') as nothing,
      storage.allow_any_operation(array['object.move', 'object.list']) as one_of,
      storage.allow_any_operation(array[]::text[]) as none_of`;
  });
  assert.deepEqual(
    { ...rows[0] },
    { bare: true, full: true, other: false, nothing: false, one_of: true, none_of: false },
  );
});
