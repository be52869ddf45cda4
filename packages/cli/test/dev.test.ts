// `globalchat dev`: what a newcomer sees in the first minute, and what goes wrong in it.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { run, start } from './command.ts';

const FREE = ['--port', '0', '--db-port', '0'] as const;
const folders: string[] = [];
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gc-cli-'));
  folders.push(path);
  return path;
}
after(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

interface Addresses {
  readonly api: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly schemaVersion: string;
}

describe('globalchat dev', () => {
  it('prints one line of JSON that a client can use, and ends by Ctrl-C with code 0', async () => {
    const dev = start('dev', ...FREE, '--json');
    const [line] = await dev.printed(/^\{.*\}$/m);
    const addresses = JSON.parse(line) as Addresses;
    const client = createClient(addresses.api, addresses.publishableKey, { auth: { persistSession: false } });
    const { error } = await client.rpc('global_chat_widget_config', { widget_id: crypto.randomUUID() });
    assert.equal(error?.hint, 'widget_not_found', 'the schema is there');
    dev.process.kill('SIGINT');
    assert.equal((await dev.ended).code, 0);
  });

  it('prints URL and keys for people, and serves a page that shows the mails', async () => {
    const dev = start('dev', ...FREE);
    const [, api = ''] = await dev.printed(/API URL: (\S+)/);
    await dev.printed(/Publishable key: sb_publishable_/);
    await dev.printed(/Secret key: sb_secret_/);
    const key = (await dev.printed(/Publishable key: (\S+)/))[1] ?? '';

    const page = await fetch(`${api}/`);
    assert.match(page.headers.get('content-type') ?? '', /text\/html/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    for (const asset of ['/status.css', '/status.js'])
      assert.equal((await fetch(api + asset)).status, 200, asset);

    const client = createClient(api, key, { auth: { persistSession: false } });
    const { error } = await client.auth.signInWithOtp({ email: 'ida@lindqvist.example' });
    assert.equal(error, null);
    const status = (await (await fetch(`${api}/status.json`)).json()) as {
      mails: { to: string; link: string }[];
      counts: Record<string, number>;
    };
    assert.equal(status.mails[0]?.to, 'ida@lindqvist.example');
    assert.match(status.mails[0].link, /^http:\/\/127\.0\.0\.1:/);
    assert.equal(status.counts['conversations'], 0);
    dev.process.kill('SIGTERM');
    assert.equal((await dev.ended).code, 0);
  });

  it('keeps data in a folder, and --reset empties it', async () => {
    const dataDir = await folder();
    const once = async (...more: readonly string[]): Promise<number> => {
      const dev = start('dev', ...FREE, '--json', '--data-dir', dataDir, ...more);
      const [line] = await dev.printed(/^\{.*\}$/m);
      const { api, publishableKey } = JSON.parse(line) as Addresses;
      const before = (await (await fetch(`${api}/status.json`)).json()) as { counts: { users: number } };
      const client = createClient(api, publishableKey, { auth: { persistSession: false } });
      await client.auth.signInAnonymously();
      dev.process.kill('SIGINT');
      await dev.ended;
      return before.counts.users;
    };
    assert.equal(await once(), 0);
    assert.equal(await once(), 1, 'the first run is remembered');
    assert.equal(await once('--reset'), 0, 'and forgotten on demand');
  });

  it('--reset leaves a folder alone that holds something else', async () => {
    const dataDir = await folder();
    await writeFile(join(dataDir, 'thesis.txt'), 'years of work');
    const { code, stderr } = await run('dev', ...FREE, '--data-dir', dataDir, '--reset');
    assert.equal(code, 1);
    assert.match(stderr, /nothing was removed/);
    assert.deepEqual(await readdir(dataDir), ['thesis.txt']);
  });

  it('says in one line that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const { code, stderr } = await run('dev', '--port', String(address.port), '--db-port', '0');
    other.close();
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`${address.port}`));
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
  });

  it('refuses a port that is none', async () => {
    const { code, stderr } = await run('dev', '--port', 'eighty');
    assert.equal(code, 1);
    assert.match(stderr, /--port must be a port number, not "eighty"/);
  });
});
