import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestBackend } from '../../test/backend.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const SCHEMA = `
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
  values ('private', 'private', false, 100000, array['image/png', 'text/*']), ('open', 'open', true, null, null), ('drop', 'drop', false, null, null)
  on conflict do nothing;
create policy "own folder" on storage.objects to authenticated
  using (bucket_id = 'private' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'private' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "anybody may drop" on storage.objects for insert to anon, authenticated with check (bucket_id = 'drop');
`;

const backend = await startTestBackend({ migrations: [{ name: 'buckets', sql: SCHEMA }] });
const { local } = backend;
const service = backend.client(local.secretKey).storage;

async function owner(): Promise<{ id: string; bucket: ReturnType<typeof service.from> }> {
  const { client, id } = await backend.visitor();
  return { id, bucket: client.storage.from('private') };
}

test('nobody reaches what a policy does not open to them', async () => {
  const [one, two] = [await owner(), await owner()];
  const path = `${one.id}/secret.txt`;
  await one.bucket.upload(path, 'secret');
  const nobody = backend.client().storage.from('private');
  for (const stranger of [two.bucket, nobody]) {
    assert.equal((await stranger.download(path)).error?.name, 'StorageApiError');
    assert.equal((await stranger.createSignedUrl(path, 60)).error?.message, 'Object not found');
    assert.match((await stranger.createSignedUrls([path], 60)).data?.[0]?.error ?? '', /do not have access/);
    assert.deepEqual((await stranger.list(one.id)).data, []);
    assert.deepEqual((await stranger.remove([path])).data, []);
    assert.equal((await stranger.move(path, `${two.id}/mine.txt`)).error?.message, 'Object not found');
    assert.equal((await stranger.copy(path, `${two.id}/mine.txt`)).error?.message, 'Object not found');
    assert.equal(
      (await stranger.upload(path, 'forged', { upsert: true })).error?.message,
      'new row violates row-level security policy',
    );
    assert.equal(
      (await stranger.upload(`${one.id}/new.txt`, 'forged')).error?.message,
      'new row violates row-level security policy',
    );
    assert.equal(
      (await stranger.createSignedUploadUrl(`${one.id}/new.txt`)).error?.message,
      'new row violates row-level security policy',
    );
  }
  assert.equal(
    (await two.bucket.move(path, `${one.id}/../${two.id}/x.txt`)).error?.message,
    'Object not found',
  );
  assert.equal(await (await one.bucket.download(path)).data?.text(), 'secret');
  const direct = await fetch(`${local.apiUrl}/storage/v1/object/public/private/${path}`);
  assert.equal(((await direct.json()) as { code: string }).code, 'NoSuchBucket');
});

test('who may only insert can do that, and no more', async () => {
  const bucket = backend.client().storage.from('drop');
  assert.equal((await bucket.upload('letter.txt', 'x')).error, null);
  assert.equal((await bucket.upload('letter.txt', 'y')).error?.message, 'The resource already exists');
  assert.equal(
    (await bucket.upload('letter.txt', 'y', { upsert: true })).error?.message,
    'new row violates row-level security policy',
  );
  assert.equal((await bucket.download('letter.txt')).data, null);
});

test('signed URLs: for their path and their time, with a name to save under', async () => {
  const { id, bucket } = await owner();
  await bucket.upload(`${id}/a b.txt`, 'content');
  await bucket.upload(`${id}/other.txt`, 'other');
  const { data } = await bucket.createSignedUrl(`${id}/a b.txt`, 60, { download: 'report.txt' });
  const url = data?.signedUrl ?? '';
  const answer = await fetch(url);
  assert.equal(await answer.text(), 'content');
  assert.equal(
    answer.headers.get('content-disposition'),
    "attachment; filename=report.txt; filename*=UTF-8''report.txt",
  );
  const life = Date.parse(answer.headers.get('expires') ?? '') - Date.now();
  assert.ok(life > 50_000 && life <= 60_000, 'it may be kept as long as the URL holds');
  assert.equal(answer.headers.get('cache-control'), null);
  const odd = 'a"b\r\nx-evil: 1; ü.txt';
  const named = url.replace(/&download=.*/, `&download=${encodeURIComponent(odd)}`);
  const disposition = (await fetch(named)).headers.get('content-disposition') ?? '';
  assert.equal(
    disposition,
    `attachment; filename=${encodeURIComponent(odd)}; filename*=UTF-8''${encodeURIComponent(odd)}`,
  );
  const plain = (await bucket.createSignedUrl(`${id}/a b.txt`, 60, { download: true })).data?.signedUrl ?? '';
  assert.equal((await fetch(plain)).headers.get('content-disposition'), 'attachment;');
  const code = async (text: string): Promise<string> =>
    ((await (await fetch(text)).json()) as { code: string }).code;
  assert.equal(await code(url.replace('a%20b.txt', 'other.txt')), 'InvalidSignature');
  assert.equal(await code(url.replace(/token=[^&]*/, 'token=abc')), 'InvalidJWT');
  assert.equal(await code(url.replace(/\?.*/, '')), 'InvalidRequest');
  const short = (await bucket.createSignedUrl(`${id}/other.txt`, 1)).data?.signedUrl ?? '';
  await until(async () => (await fetch(short)).status === 400, undefined, { patience: 4000 });
  assert.equal(await code(short), 'InvalidJWT');
  await bucket.remove([`${id}/a b.txt`]);
  assert.equal(await code(url), 'NoSuchKey');
});

test('signed upload URLs: once, for their path, and no licence to read', async () => {
  const { id, bucket } = await owner();
  const path = `${id}/up.txt`;
  const { data } = await bucket.createSignedUploadUrl(path);
  const stranger = backend.client().storage.from('private');
  assert.equal(
    (await stranger.uploadToSignedUrl(`${id}/else.txt`, data?.token ?? '', 'x')).error?.message,
    'Invalid signature',
  );
  assert.equal(
    (await stranger.uploadToSignedUrl(path, data?.token ?? '', new Blob(['by link'], { type: 'text/plain' })))
      .error,
    null,
  );
  assert.equal(
    (await stranger.uploadToSignedUrl(path, data?.token ?? '', 'again')).error?.message,
    'The resource already exists',
  );
  assert.equal(await (await bucket.download(path)).data?.text(), 'by link');
  const read = await fetch(
    `${local.apiUrl}/storage/v1/object/sign/private/${path}?token=${data?.token ?? ''}`,
  );
  assert.equal(read.status, 400);
});

test('buckets are made, changed, emptied and deleted by the service only', async () => {
  const anonymous = backend.client().storage;
  assert.equal(
    (await anonymous.createBucket('mine')).error?.message,
    'new row violates row-level security policy',
  );
  assert.deepEqual((await anonymous.listBuckets()).data, []);
  assert.equal(
    (
      await service.createBucket('temp', {
        public: false,
        fileSizeLimit: '2KB',
        allowedMimeTypes: ['text/plain'],
      })
    ).error,
    null,
  );
  assert.equal((await service.createBucket('temp')).error?.message, 'The resource already exists');
  assert.equal((await service.createBucket('no/slash')).error?.message, 'Bucket name invalid');
  for (const [fileSizeLimit, message] of [
    ['2KiB', /Invalid file size format/],
    ['20', /Invalid file size format/],
    ['60MB', /exceeded the maximum allowed size/],
  ] as const) {
    const { error } = await service.createBucket('sized', { public: false, fileSizeLimit });
    assert.match(error?.message ?? 'made', message, fileSizeLimit);
  }
  const { data } = await service.getBucket('temp');
  assert.deepEqual(
    [data?.public, data?.file_size_limit, data?.allowed_mime_types],
    [false, 2000, ['text/plain']],
  );
  assert.equal((await service.updateBucket('temp', { public: true })).error, null);
  await service.from('temp').upload('x.txt', 'x', { contentType: 'text/plain' });
  assert.equal(
    (await service.deleteBucket('temp')).error?.message,
    'The bucket you tried to delete is not empty',
  );
  assert.equal((await service.emptyBucket('temp')).error, null);
  assert.equal((await service.deleteBucket('temp')).error, null);
  assert.equal((await service.getBucket('temp')).error?.message, 'Bucket not found');
});

test('a bearer that is no valid token is refused', async () => {
  const expired = await local.signToken({ role: 'authenticated', exp: 1 });
  for (const token of [
    'abc',
    expired,
    await local.signToken({ role: 'supabase_admin' }),
    await local.signToken({ role: 'no_such_role' }),
  ]) {
    const answer = await backend.request('/storage/v1/object/list/private', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"prefix":""}',
    });
    assert.deepEqual(
      [answer.status, ((await answer.json()) as { statusCode: string }).statusCode],
      [400, '403'],
    );
  }
  const none = await fetch(`${local.apiUrl}/storage/v1/object/list/private`, { method: 'POST', body: '{}' });
  assert.equal(none.status, 400);
});
