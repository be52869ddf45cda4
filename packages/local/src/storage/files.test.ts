import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';

const SCHEMA = `
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  values ('private', 'private', false, 100000, array['image/png', 'text/*']), ('open', 'open', true, null, null), ('drop', 'drop', false, null, null)
  on conflict do nothing;
create policy "own folder" on storage.objects to authenticated
  using (bucket_id = 'private' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'private' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "anybody may drop" on storage.objects for insert to anon, authenticated with check (bucket_id = 'drop');
`;

const dataDir = await mkdtemp(join(tmpdir(), 'gc-storage-'));
const backend = await startTestBackend({ dataDir, migrations: [{ name: 'buckets', sql: SCHEMA }] });
after(() => rm(dataDir, { recursive: true, force: true }));
const { local } = backend;
const service = backend.client(local.secretKey).storage;

const filesOnDisk = async (): Promise<number> => (await readdir(join(dataDir, 'storage'))).length;
const rows = async (): Promise<number> =>
  Number((await local.sql`select count(*) from storage.objects`)[0]?.['count']);

async function owner(): Promise<{ id: string; bucket: ReturnType<typeof service.from> }> {
  const { client, id } = await backend.visitor();
  return { id, bucket: client.storage.from('private') };
}

for (const [kind, body] of [
  ['a Blob', new Blob(['hello'], { type: 'text/plain' })],
  ['a File', new File(['hello'], 'name.txt', { type: 'text/plain' })],
  ['bytes', new TextEncoder().encode('hello')],
  ['text', 'hello'],
  ['a stream', new Blob(['hello']).stream()],
] as const) {
  test(`${kind} goes up and comes down`, async () => {
    const { id, bucket } = await owner();
    const path = `${id}/folder/hello.txt`;
    const up = await bucket.upload(path, body, {
      contentType: 'text/plain',
      cacheControl: '60',
      metadata: { why: 'test' },
    });
    assert.equal(up.error, null);
    assert.equal(up.data?.fullPath, `private/${path}`);
    assert.equal(await (await bucket.download(path)).data?.text(), 'hello');
    const { data } = await bucket.info(path);
    assert.deepEqual(
      [data?.size, data?.contentType, data?.cacheControl, data?.metadata],
      [5, 'text/plain', 'max-age=60', { why: 'test' }],
    );
    const [row] =
      await local.sql`select owner_id, metadata ->> 'mimetype' as type from storage.objects where name = ${path}`;
    assert.deepEqual(row, { owner_id: id, type: 'text/plain' });
  });
}

test('an empty file', async () => {
  const { id, bucket } = await owner();
  assert.equal((await bucket.upload(`${id}/empty.txt`, '')).error, null);
  assert.equal(await (await bucket.download(`${id}/empty.txt`)).data?.text(), '');
});

test('an existing name is refused, replaced by upsert and by update, and no bytes stay behind', async () => {
  const { id, bucket } = await owner();
  const path = `${id}/a.txt`;
  await bucket.upload(path, 'one');
  const second = await bucket.upload(path, 'two');
  assert.deepEqual(
    [second.error?.message, (second.error as { statusCode?: string } | null)?.statusCode],
    ['The resource already exists', '409'],
  );
  await bucket.upload(path, 'three', { upsert: true });
  assert.equal(await (await bucket.download(path)).data?.text(), 'three');
  await bucket.update(path, 'four');
  assert.equal(await (await bucket.download(path)).data?.text(), 'four');
  assert.equal(await filesOnDisk(), await rows());
});

test('many uploads of one name at once: one wins, its bytes are whole, the rest leaves nothing', async () => {
  const { id, bucket } = await owner();
  const path = `${id}/race.txt`;
  const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(5000));
  const answers = await Promise.all(bodies.map((body) => bucket.upload(path, body)));
  const winner = answers.findIndex(({ error }) => error === null);
  assert.equal(answers.filter(({ error }) => error === null).length, 1);
  assert.equal(await (await bucket.download(path)).data?.text(), bodies[winner]);
  const upserts = await Promise.all(bodies.map((body) => bucket.upload(path, body, { upsert: true })));
  assert.ok(upserts.every(({ error }) => error === null));
  assert.ok(bodies.includes((await (await bucket.download(path)).data?.text()) ?? ''));
  assert.equal(await filesOnDisk(), await rows());
});

test('size and type are checked, however the file comes', async () => {
  const { id, bucket } = await owner();
  const big = new Uint8Array(100_001);
  const tooLarge = await Promise.all([
    bucket.upload(`${id}/1.png`, big, { contentType: 'image/png' }),
    bucket.upload(`${id}/2.png`, new Blob([big], { type: 'image/png' })),
    bucket.upload(`${id}/3.png`, new Blob([big]).stream(), { contentType: 'image/png' }),
    bucket.upload(`${id}/4.png`, new Blob([new Uint8Array(5_000_000)], { type: 'image/png' })),
  ]);
  assert.deepEqual(
    tooLarge.map(({ error }) => (error as { statusCode?: string } | null)?.statusCode),
    ['413', '413', '413', '413'],
  );
  const wrong = await Promise.all([
    bucket.upload(`${id}/x.html`, '<b>', { contentType: 'application/xhtml+xml' }),
    bucket.upload(`${id}/x.svg`, new Blob(['<svg>'], { type: 'image/svg+xml' })),
  ]);
  assert.deepEqual(
    wrong.map(({ error }) => error?.message),
    ['mime type application/xhtml+xml is not supported', 'mime type image/svg+xml is not supported'],
  );
  assert.equal(
    (await bucket.upload(`${id}/exact.png`, big.slice(1), { contentType: 'image/png' })).error,
    null,
  );
  assert.equal(await filesOnDisk(), await rows());
});

test('names are those a hosted project accepts', async () => {
  const bucket = service.from('open');
  for (const name of ['grüße.txt', 'a#b.txt', 'tab\there', 'x'.repeat(1025)]) {
    assert.match(
      (await bucket.upload(encodeURIComponent(name), 'x')).error?.message ?? '',
      /^Invalid key/,
      name,
    );
  }
  for (const name of ["it's (1) & more, a+b=c;@.txt", 'deep/er/and/deeper/x', 'under_score-dash.TAR.gz']) {
    assert.equal((await bucket.upload(name, name)).error, null, name);
    assert.equal(await (await bucket.download(name)).data?.text(), name);
  }
});

test('listing: folders first, then files; sorted, searched, in pages', async () => {
  const { id, bucket } = await owner();
  for (const name of ['b.txt', 'a.txt', 'sub/c.txt', 'sub/deep/d.txt', 'z_1.txt', 'zx1.txt'])
    await bucket.upload(`${id}/${name}`, name);
  const names = async (
    options: Parameters<typeof bucket.list>[1] = {},
    path = id,
  ): Promise<(string | undefined)[]> =>
    ((await bucket.list(path, options)).data ?? []).map(({ name }) => name);
  assert.deepEqual(await names(), ['sub', 'a.txt', 'b.txt', 'z_1.txt', 'zx1.txt']);
  assert.deepEqual(await names({}, `${id}/sub/`), ['deep', 'c.txt']);
  assert.deepEqual(await names({ search: 'z_' }), ['z_1.txt']);
  assert.deepEqual(await names({ limit: 2, offset: 1, sortBy: { column: 'name', order: 'desc' } }), [
    'zx1.txt',
    'z_1.txt',
  ]);
  const [folder] = (await bucket.list(id)).data ?? [];
  assert.deepEqual([folder?.id, folder?.metadata], [null, null]);
  const page = (await bucket.listV2({ prefix: `${id}/`, with_delimiter: true, limit: 3 })).data;
  assert.deepEqual(
    [page?.folders.map(({ key }) => key), page?.objects.length, page?.hasNext],
    [[`${id}/sub`], 2, true],
  );
  const rest = (
    await bucket.listV2({ prefix: `${id}/`, with_delimiter: true, limit: 3, cursor: page?.nextCursor ?? '' })
  ).data;
  assert.deepEqual([rest?.objects.length, rest?.hasNext], [2, false]);
  assert.equal((await bucket.listV2({ prefix: `${id}/` })).data?.objects.length, 6);
});

test('pages by cursor keep the order that was asked for', async () => {
  const { id, bucket } = await owner();
  const made = ['zz', 'bb', 'xx', 'aa', 'yy'];
  for (const name of made) await bucket.upload(`${id}/${name}`, name);
  for (const [column, order, expected] of [
    ['name', 'asc', [...made].sort()],
    ['name', 'desc', [...made].sort().reverse()],
    ['created_at', 'asc', made],
    ['created_at', 'desc', [...made].reverse()],
  ] as const) {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const options = {
        prefix: `${id}/`,
        limit: 2,
        sortBy: { column, order },
        ...(cursor === undefined ? {} : { cursor }),
      };
      const { data } = await bucket.listV2(options);
      seen.push(...(data?.objects ?? []).map(({ name }) => name.slice(id.length + 1)));
      cursor = data?.nextCursor;
    } while (cursor !== undefined);
    assert.deepEqual(seen, expected, `${column} ${order}`);
  }
});

test('moving and copying keep the bytes, removing takes them away', async () => {
  const { id, bucket } = await owner();
  await bucket.upload(`${id}/1.txt`, 'content');
  assert.equal((await bucket.move(`${id}/1.txt`, `${id}/moved/2.txt`)).error, null);
  assert.equal((await bucket.copy(`${id}/moved/2.txt`, `${id}/3.txt`)).data?.path, `private/${id}/3.txt`);
  assert.equal((await bucket.download(`${id}/1.txt`)).data, null);
  const removed = await bucket.remove([`${id}/moved/2.txt`, `${id}/unknown.txt`]);
  assert.deepEqual(
    removed.data?.map(({ name }) => name),
    [`${id}/moved/2.txt`],
  );
  assert.equal(await (await bucket.download(`${id}/3.txt`)).data?.text(), 'content');
  assert.equal((await bucket.exists(`${id}/3.txt`)).data, true);
  assert.equal((await bucket.exists(`${id}/moved/2.txt`)).data, false);
  assert.equal(await filesOnDisk(), await rows());
});

test('public files need no key; parts of them, unchanged ones, and no pages', async () => {
  const bucket = service.from('open');
  await bucket.upload('page.html', '<script>1</script>', { contentType: 'text/html' });
  await bucket.upload('digits.txt', '0123456789', { contentType: 'text/plain' });
  const page = await fetch(bucket.getPublicUrl('page.html').data.publicUrl);
  assert.equal(page.headers.get('content-type'), 'text/plain');
  await bucket.upload('image.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', {
    contentType: 'image/svg+xml',
  });
  const image = await fetch(bucket.getPublicUrl('image.svg').data.publicUrl);
  assert.equal(image.headers.get('content-type'), 'image/svg+xml');
  // Opened as a page it runs no script on the origin of the API and of the status page.
  assert.equal(image.headers.get('content-security-policy'), 'sandbox');
  assert.equal(image.headers.get('x-content-type-options'), 'nosniff');
  const url = bucket.getPublicUrl('digits.txt', { download: 'n.txt' }).data.publicUrl;
  const part = await fetch(url, { headers: { range: 'bytes=2-4' } });
  assert.deepEqual(
    [part.status, await part.text(), part.headers.get('content-range')],
    [206, '234', 'bytes 2-4/10'],
  );
  assert.equal(await (await fetch(url, { headers: { range: 'bytes=-3' } })).text(), '789');
  assert.equal((await fetch(url, { headers: { range: 'bytes=20-' } })).status, 400);
  assert.match(part.headers.get('content-disposition') ?? '', /filename=n\.txt/);
  const known = (await fetch(url, { method: 'HEAD' })).headers.get('etag') ?? '';
  assert.equal((await fetch(url, { headers: { 'if-none-match': known } })).status, 304);
});

test('a path with a zero byte, or with half a character, is refused in words', async () => {
  for (const path of ['a%00b.txt', 'a%ffb.txt']) {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const response = await fetch(`${local.apiUrl}/storage/v1/object/private/${path}`, {
        method,
        headers: { apikey: local.secretKey, 'content-type': 'text/plain' },
        ...(method === 'POST' && { body: 'hello' }),
      });
      const { code } = (await response.json()) as { code: string };
      assert.deepEqual([response.status, code], [400, 'InvalidKey'], `${method} ${path}`);
    }
  }
});
