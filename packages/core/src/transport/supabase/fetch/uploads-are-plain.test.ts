import assert from 'node:assert/strict';
import test from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { createMemoryEnvironment } from '../../../testing/index.ts';
import { createClientFiles } from '../client/client-files.ts';
import type { Files } from '../link.ts';
import { createFetchFiles } from './fetch-files.ts';

const URL_OF_PROJECT = 'https://project.test';
const PATH = 't/s/m/1-note.txt';

/** Every request that leaves, in words. The database refuses signed uploads and those that may overwrite. */
function recorder() {
  const requests: Request[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const request = new Request(input, init);
    requests.push(request);
    const answer = { Key: PATH, Id: '1', path: PATH, signedURL: `/object/sign/chat/${PATH}?token=t` };
    return Promise.resolve(Response.json(answer));
  };
  return { requests, fetch };
}

const rpc = () => Promise.resolve({ path: PATH });
const WAYS: readonly (readonly [string, (fetch: typeof globalThis.fetch) => Files])[] = [
  [
    'of visitors',
    (fetch) => {
      const environment = { ...createMemoryEnvironment(), fetch };
      return createFetchFiles({
        url: URL_OF_PROJECT,
        key: 'k',
        environment,
        rpc,
        asUser: (call) => call('token'),
      });
    },
  ],
  [
    'over supabase-js',
    (fetch) => {
      const client = createClient(URL_OF_PROJECT, 'k', { global: { fetch } });
      return createClientFiles(client, createMemoryEnvironment(), rpc);
    },
  ],
];

for (const [way, create] of WAYS) {
  test(`uploads ${way} are plain: one POST that signs nothing and overwrites nothing`, async () => {
    const { requests, fetch } = recorder();
    const files = create(fetch);
    const file = new Blob(['hello'], { type: 'text/plain' });
    const upload = { sessionId: 's', messageId: 'm', place: 0, file, name: 'note.txt', type: 'text/plain' };
    await files.upload(upload, () => undefined, new AbortController().signal);
    assert.equal(requests.length, 1);
    const { method, url, headers } = requests[0]!;
    assert.equal(method, 'POST');
    assert.match(new URL(url).pathname, /^\/storage\/v1\/object\/(?!upload\/|sign\/)/);
    assert.notEqual(headers.get('x-upsert'), 'true');
  });

  test(`addresses ${way} for downloading live an hour at most and save under the file's name`, async () => {
    const { requests, fetch } = recorder();
    const address = await create(fetch).url({ path: PATH, name: 'note.txt' }, true);
    const { expiresIn } = (await requests[0]!.json()) as { expiresIn: number };
    assert.ok(expiresIn <= 3600);
    assert.equal(new URL(address).searchParams.get('download'), 'note.txt');
  });
}
