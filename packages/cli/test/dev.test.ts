// `globalchat dev`: what a newcomer sees in the first minute, and what goes wrong in it.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { run, start } from './command.ts';

const FREE = ['--port', '0', '--db-port', '0', '--pages-port', '0'] as const;
/** Without the demo, which takes a moment to build from the sources. */
const BARE = [...FREE, '--empty'] as const;
const folders: string[] = [];
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gc-cli-'));
  folders.push(path);
  return path;
}
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (reached: boolean) => (): void => {
      socket.destroy();
      resolve(reached);
    };
    socket.once('connect', end(true)).once('error', end(false)).setTimeout(3000, end(false));
  });
}

after(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

interface DemoAddresses {
  readonly landing: string;
  readonly inbox: string;
  readonly agent: { readonly email: string; readonly password: string };
}

interface Addresses {
  readonly api: string;
  readonly database: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly schemaVersion: string;
}

describe('globalchat dev', () => {
  it('prints one line of JSON that a client can use, and ends by Ctrl-C with code 0', async () => {
    const dev = start('dev', ...BARE, '--json');
    const [line] = await dev.printed(/^\{.*\}$/m);
    const addresses = JSON.parse(line) as Addresses;
    const client = createClient(addresses.api, addresses.publishableKey, { auth: { persistSession: false } });
    const { error } = await client.rpc('global_chat_widget_config', { widget_id: crypto.randomUUID() });
    assert.equal(error?.hint, 'widget_not_found', 'the schema is there');
    dev.process.kill('SIGINT');
    assert.equal((await dev.ended).code, 0);
  });

  it('prints URL and keys for people, and serves a page that shows the mails', async () => {
    const dev = start('dev', ...BARE);
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
      const dev = start('dev', ...BARE, '--json', '--data-dir', dataDir, ...more);
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
    const { code, stderr } = await run('dev', ...BARE, '--data-dir', dataDir, '--reset');
    assert.equal(code, 1);
    assert.match(stderr, /nothing was removed/);
    assert.deepEqual(await readdir(dataDir), ['thesis.txt']);
  });

  it('serves the demo: a landing page with the widget, an inbox its agents can use, both listed', async () => {
    const ports = [await freePort(), await freePort(), await freePort()];
    const options = ['--port', '--db-port', '--pages-port'].flatMap((name, at) => [name, String(ports[at])]);
    const dev = start('dev', ...options, '--json');
    const [line] = await dev.printed(/^\{.*\}$/m);
    const demo = JSON.parse(line) as Addresses & DemoAddresses;
    const urls = [demo.api, demo.database, demo.landing];
    assert.deepEqual(
      urls.map((url) => Number(new URL(url).port)),
      ports,
      'the ports it was given',
    );
    const elsewhere = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const port of ports) {
      assert.equal(await connects('127.0.0.1', port), true);
      for (const { address } of elsewhere)
        assert.equal(await connects(address, port), false, 'this machine only');
    }
    const landing = await (await fetch(demo.landing)).text();
    assert.ok(landing.includes(`data-supabase-url="${demo.api}"`), 'the page knows the backend');
    const widgetId = /data-widget-id="([0-9a-f-]{36})"/.exec(landing)?.[1] ?? '';
    for (const asset of [/src="(\/cdn\/[^"]+)"/, /href="(\/style\.css)"/, /src="(\/lake\.svg)"/]) {
      const path = asset.exec(landing)?.[1] ?? `nothing like ${String(asset)}`;
      assert.equal((await fetch(new URL(path, demo.landing))).status, 200, path);
    }
    const inbox = await fetch(demo.inbox);
    assert.match(inbox.headers.get('content-security-policy') ?? '', /require-trusted-types-for/);
    const script = /<script[^>]* src="([^"]+)"/.exec(await inbox.text())?.[1] ?? '';
    const code = await (await fetch(new URL(script, demo.inbox))).text();
    assert.ok(code.includes(demo.api) && code.includes(demo.publishableKey), 'the inbox knows the backend');

    const visitor = createClient(demo.api, demo.publishableKey, { auth: { persistSession: false } });
    const config = await visitor.rpc('global_chat_widget_config', { widget_id: widgetId });
    assert.equal(config.error, null);
    const agent = createClient(demo.api, demo.publishableKey, { auth: { persistSession: false } });
    assert.equal((await agent.auth.signInWithPassword(demo.agent)).error, null);
    const memberships = await agent.rpc('global_chat_my_memberships');
    assert.ok((memberships.data as unknown[]).length > 0);

    const status = (await (await fetch(`${demo.api}/status.json`)).json()) as {
      pages: Record<string, string>;
    };
    assert.deepEqual(status.pages, { 'Landing page': demo.landing, Inbox: demo.inbox });
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/cdn/..%2f..%2f..%2fpackage.json',
      '/%00',
    ])
      assert.equal((await fetch(demo.landing.slice(0, -1) + path)).status, 404, path);
    dev.process.kill('SIGINT');
    assert.equal((await dev.ended).code, 0);
    await assert.rejects(fetch(demo.landing), 'the pages are gone with the rest');
  });

  it('--empty brings neither the demo nor its pages', async () => {
    const dev = start('dev', ...BARE, '--json');
    const [line] = await dev.printed(/^\{.*\}$/m);
    const addresses = JSON.parse(line) as Addresses & Partial<DemoAddresses>;
    assert.equal(addresses.landing, undefined);
    const status = (await (await fetch(`${addresses.api}/status.json`)).json()) as {
      pages: object;
      counts: Record<string, number>;
    };
    assert.deepEqual([status.pages, status.counts['tenants']], [{}, 0]);
    dev.process.kill('SIGINT');
    await dev.ended;
  });

  for (const [option, others] of [
    ['--db-port', BARE],
    ['--pages-port', FREE],
  ] as const) {
    it(`says in one line that the port of ${option} is taken`, async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { code, stderr } = await run('dev', ...others, option, String(port));
      other.close();
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`Port ${port} of 127.0.0.1 is taken`));
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    });
  }

  it('says in one line that another one uses the data folder, or that it holds something broken', async () => {
    const dataDir = await folder();
    const first = start('dev', ...BARE, '--json', '--data-dir', dataDir);
    await first.printed(/^\{.*\}$/m);
    const second = await run('dev', ...BARE, '--data-dir', dataDir);
    assert.equal(second.code, 1);
    assert.match(second.stderr, /Another PostgreSQL uses/);
    first.process.kill('SIGINT');
    await first.ended;
    await writeFile(join(dataDir, 'cluster', 'global', 'pg_control'), 'nonsense');
    const third = await run('dev', ...BARE, '--data-dir', dataDir);
    assert.equal(third.code, 1);
    assert.match(third.stderr, /not a usable PostgreSQL cluster/);
    for (const { stderr } of [second, third]) assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
  });

  it('says in one line that a port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const { code, stderr } = await run('dev', ...BARE, '--port', String(address.port));
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
