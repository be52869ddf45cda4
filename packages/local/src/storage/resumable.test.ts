import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const SCHEMA = `
insert into storage.buckets (id, name, file_size_limit, allowed_mime_types) values ('parts', 'parts', 3000000, array['text/plain']) on conflict do nothing;
create policy "own folder" on storage.objects to authenticated
  using (bucket_id = 'parts' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'parts' and (storage.foldername(name))[1] = (select auth.uid())::text);
`;
const backend = await startTestBackend({ migrations: [{ name: 'parts', sql: SCHEMA }] });
const { local } = backend;
const ENDPOINT = `${local.apiUrl}/storage/v1/upload/resumable`;
const CHUNK = 'application/offset+octet-stream';

interface Uploader {
  readonly id: string;
  readonly token: string;
  readonly send: (
    method: string,
    url: string,
    headers?: Record<string, string>,
    body?: string,
  ) => Promise<Response>;
  readonly create: (name: string, length: number, more?: Record<string, string>) => Promise<Response>;
}

async function uploader(): Promise<Uploader> {
  const { client, id } = await backend.visitor();
  const token = (await client.auth.getSession()).data.session?.access_token ?? '';
  const send: Uploader['send'] = (method, url, headers = {}, body) =>
    fetch(url, {
      method,
      headers: {
        apikey: local.publishableKey,
        authorization: `Bearer ${token}`,
        'tus-resumable': '1.0.0',
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
  return {
    id,
    token,
    send,
    create: (name, length, more) => send('POST', ENDPOINT, created(name, length, more)),
  };
}

function created(name: string, length: number, more: Record<string, string> = {}): Record<string, string> {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const metadata = {
    bucketName: 'parts',
    objectName: name,
    contentType: 'text/plain',
    cacheControl: '60',
    metadata: '{"from":"test"}',
  };
  const pairs = Object.entries({ ...metadata, ...more }).map(([key, value]) => `${key} ${encode(value)}`);
  return { 'upload-length': String(length), 'upload-metadata': pairs.join(',') };
}

const part = (offset: number): Record<string, string> => ({
  'content-type': CHUNK,
  'upload-offset': String(offset),
});

test('a file arrives in pieces and is an ordinary one afterwards', async () => {
  const { id, send, create } = await uploader();
  const made = await create(`${id}/a.txt`, 11);
  const url = made.headers.get('location') ?? '';
  assert.equal(made.status, 201);
  assert.equal((await send('PATCH', url, part(0), 'hello ')).headers.get('upload-offset'), '6');
  const asked = await send('HEAD', url);
  assert.deepEqual([asked.headers.get('upload-offset'), asked.headers.get('upload-length')], ['6', '11']);
  assert.equal((await send('PATCH', url, part(6), 'world')).status, 204);
  const files = backend.client(local.secretKey).storage.from('parts');
  assert.equal(await (await files.download(`${id}/a.txt`)).data?.text(), 'hello world');
  const { data } = await files.info(`${id}/a.txt`);
  assert.deepEqual(
    [data?.size, data?.contentType, data?.cacheControl, data?.metadata],
    [11, 'text/plain', 'max-age=60', { from: 'test' }],
  );
  assert.equal((await send('HEAD', url)).status, 404, 'the upload is over');
});

test('what arrived before the connection broke is kept, and the upload goes on from there', async () => {
  const { id, token, send, create } = await uploader();
  const url = (await create(`${id}/cut.txt`, 2_000_000)).headers.get('location') ?? '';
  const { host, port, pathname } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const head = [`PATCH ${pathname} HTTP/1.1`, `host: ${host}`, `authorization: Bearer ${token}`, `apikey: ${local.publishableKey}`,
    'tus-resumable: 1.0.0', 'upload-offset: 0', `content-type: ${CHUNK}`, 'content-length: 2000000']; // prettier-ignore
  socket.write(`${head.join('\r\n')}\r\n\r\n${'x'.repeat(500_000)}`, () =>
    setImmediate(() => socket.destroy()),
  );
  let offset = 0;
  await until(async () => {
    offset = Number((await send('HEAD', url)).headers.get('upload-offset'));
    return offset > 0;
  });
  assert.ok(offset <= 500_000);
  let rest = await send('PATCH', url, part(offset), 'x'.repeat(2_000_000 - offset));
  while (rest.status === 423) rest = await send('PATCH', url, part(offset), 'x'.repeat(2_000_000 - offset));
  assert.equal(rest.status, 204);
  const { data } = await backend.client(local.secretKey).storage.from('parts').download(`${id}/cut.txt`);
  assert.equal(data?.size, 2_000_000);
});

test('policies hold at the start, for every piece, and for the end', async () => {
  const [one, two] = [await uploader(), await uploader()];
  assert.equal((await two.create(`${one.id}/forged.txt`, 3)).status, 403);
  const url = (await one.create(`${one.id}/mine.txt`, 6)).headers.get('location') ?? '';
  assert.equal((await two.send('PATCH', url, part(0), 'abcdef')).status, 403);
  assert.equal((await two.send('DELETE', url)).status, 403);
  assert.equal((await one.send('PATCH', url, part(0), 'abc')).status, 204);
  assert.equal((await one.send('DELETE', url)).status, 204);
  assert.equal((await one.send('HEAD', url)).status, 404);
});

test('limits, types and the order of pieces', async () => {
  const { id, send, create } = await uploader();
  assert.equal((await create(`${id}/big.txt`, 3_000_001)).status, 413);
  assert.equal((await create(`${id}/image`, 3, { contentType: 'image/png' })).status, 415);
  assert.equal((await create(`${id}/ü.txt`, 3)).status, 400);
  assert.equal((await create(`${id}/x`, 3, { bucketName: 'none' })).status, 404);
  const url = (await create(`${id}/pieces.txt`, 6)).headers.get('location') ?? '';
  assert.equal((await send('PATCH', url, part(3), 'abc')).status, 409);
  assert.equal((await send('PATCH', url, part(0), 'abcdefg')).status, 413);
  assert.equal((await send('HEAD', url)).headers.get('upload-offset'), '0', 'nothing of it was kept');
  assert.equal((await send('PATCH', url, { ...part(0), 'content-type': 'text/plain' }, 'abc')).status, 415);
  assert.equal((await send('HEAD', url, { 'tus-resumable': '0.2.0' })).status, 412);
});

test('a signed upload URL is enough, for its own path only', async () => {
  const files = backend.client(local.secretKey).storage.from('parts');
  const { data } = await files.createSignedUploadUrl('signed/a.txt');
  const headers = { 'tus-resumable': '1.0.0', 'x-signature': data?.token ?? '' };
  const start = (name: string): Promise<Response> =>
    fetch(`${ENDPOINT}/sign`, { method: 'POST', headers: { ...headers, ...created(name, 2) } });
  assert.equal((await start('signed/b.txt')).status, 400);
  const url = (await start('signed/a.txt')).headers.get('location') ?? '';
  assert.equal(
    (await fetch(url, { method: 'PATCH', headers: { ...headers, ...part(0) }, body: 'ok' })).status,
    204,
  );
  assert.equal(await (await files.download('signed/a.txt')).data?.text(), 'ok');
});
