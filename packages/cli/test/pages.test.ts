// The demo's pages: what a request may do to their server, and who may show them in a frame.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startPages } from '../src/pages/serve.ts';

const folder = await mkdtemp(join(tmpdir(), 'gc-pages-'));
const folders = { landing: join(folder, 'landing'), inbox: join(folder, 'inbox'), cdn: join(folder, 'cdn') };
for (const [name, path] of Object.entries(folders)) {
  await mkdir(path);
  await writeFile(join(path, name === 'cdn' ? 'global-chat.js' : 'index.html'), name);
}
const pages = await startPages({
  port: 0,
  folders,
  apiUrl: 'http://127.0.0.1:1',
  environment: {},
  allowedHosts: ['phone.example'],
});
after(async () => {
  await pages.stop();
  await rm(folder, { recursive: true, force: true });
});

/** 0 when the connection was closed without an answer. */
function statusOf(target: string, host = 'localhost', upgrade = ''): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(pages.url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0)));
    socket.write(`GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close${upgrade}\r\n\r\n`);
  });
}

describe('the pages of the demo', () => {
  it('survive every request target', async () => {
    for (const target of [
      '//',
      '///',
      '//[',
      '*',
      'http://[',
      '/%',
      '/%zz',
      '/%ff',
      '/%00',
      '/inbox/%ff',
      '/cdn/../../x',
      `/${'a'.repeat(9000)}`,
    ]) {
      const status = await statusOf(target);
      assert.ok(status === 0 || (status >= 400 && status < 500), `${target.slice(0, 40)}: ${status}`);
      const upgraded = await statusOf(target, 'localhost', ', upgrade\r\nupgrade: websocket');
      assert.ok(upgraded < 500, `an upgrade of ${target.slice(0, 40)}: ${upgraded}`);
    }
    assert.equal((await fetch(`${pages.url}/`)).status, 200);
  });

  it('answer to this machine’s names and to those that were allowed, and to no others', async () => {
    for (const host of ['evil.example', '127.0.0.1.evil.example', ''])
      assert.equal(await statusOf('/', host), 421);
    for (const host of ['127.0.0.1', '[::1]:4321', 'phone.example'])
      assert.equal(await statusOf('/', host), 200);
  });

  it('let nobody frame the inbox, however it is asked for', async () => {
    for (const path of ['/inbox/', '/inbox/index.html', '/%69nbox/', '/inbox/index.html?x']) {
      const { status, headers } = await fetch(pages.url + path);
      assert.equal(status, 200, path);
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
      assert.equal(headers.get('x-frame-options'), 'DENY', path);
    }
    const landing = await fetch(`${pages.url}/`);
    assert.doesNotMatch(landing.headers.get('content-security-policy') ?? '', /frame-ancestors/);
    assert.equal(landing.headers.get('x-frame-options'), null);
  });
});
