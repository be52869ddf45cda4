// The short commands: what they print, and what they refuse.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { run } from './command.ts';

const WIDGET = '0198c0de-0000-4000-8000-000000000001';
const token = (role: string): string =>
  ['{"alg":"HS256"}', JSON.stringify({ role }), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('globalchat', () => {
  it('lists its commands, and says so when there is no such command', async () => {
    assert.match((await run()).stdout, /globalchat dev/);
    const { code, stderr } = await run('deploy');
    assert.equal(code, 1);
    assert.match(stderr, /There is no command "deploy"/);
  });

  it('each command explains its options', async () => {
    for (const name of ['dev', 'schema', 'snippet']) {
      const { code, stdout } = await run(name, '--help');
      assert.equal(code, 0);
      assert.match(stdout, /--\w+/);
    }
  });

  it('schema prints every migration in order', async () => {
    const names = (await run('schema', '--list')).stdout.split('\n').filter((line) => line.endsWith('.sql'));
    assert.deepEqual(names, names.toSorted());
    assert.ok(names.length > 10);
    const { stdout } = await run('schema');
    for (const name of names) assert.ok(stdout.includes(`-- ${name}`), name);
  });

  it('snippet prints a tag that cannot break out of its attributes', async () => {
    const url = 'https://acme.supabase.co/?"><script>alert(1)</script>';
    const { stdout } = await run('snippet', '--url', url, '--key', 'sb_publishable_x', '--widget', WIDGET);
    assert.match(stdout, /data-supabase-key="sb_publishable_x"/);
    assert.doesNotMatch(stdout, /"><script>alert/);
  });

  for (const [what, args, message] of [
    ['a missing key', ['--url', 'https://a.b', '--widget', WIDGET], /--key is missing/],
    ['a secret key', ['--url', 'https://a.b', '--key', 'sb_secret_x', '--widget', WIDGET], /secret key/],
    [
      'a service_role token',
      ['--url', 'https://a.b', '--key', token('service_role'), '--widget', WIDGET],
      /secret key/,
    ],
    ['an address that is none', ['--url', 'acme', '--key', 'k', '--widget', WIDGET], /no web address/],
    ['a widget id that is none', ['--url', 'https://a.b', '--key', 'k', '--widget', '7'], /must be the id/],
  ] as const) {
    it(`snippet refuses ${what}`, async () => {
      const { code, stderr } = await run('snippet', ...args);
      assert.equal(code, 1);
      assert.match(stderr, message);
    });
  }
});
