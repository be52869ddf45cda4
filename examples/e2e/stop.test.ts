// Ctrl-C must leave nothing behind: no process, no port, no folder.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startDemo } from './demo.ts';
import { Agent, Visitor, launchBrowser, waitForBubble, until } from './people.ts';

/** Process ids whose ancestors include `root`, read from /proc; the demo's own children are few. */
async function descendants(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const parent = /^\d+ \(.*\) \S (\d+)/.exec(stat)?.[1];
    if (parent) parents.set(Number(entry), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return [...parents.keys()].filter(isBelow);
}

async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/^\d+ \(.*\) Z/.test(stat);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const answer = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'error').then(
      () => false,
      () => false,
    ),
  ]).catch(() => false);
  socket.destroy();
  return answer;
}

describe('a demo that cannot start', () => {
  it('says which options choose another port, and leaves no folder', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const folder = await mkdtemp(join(tmpdir(), 'globalchat-taken-'));
    try {
      const { port } = taken.address() as AddressInfo;
      const failure = await promisify(execFile)(
        process.execPath,
        ['--conditions=source', 'packages/cli/src/demo.ts', '--api-port', String(port), '--db-port', '0'],
        { cwd: fileURLToPath(new URL('../../', import.meta.url)), env: { ...process.env, TMPDIR: folder } },
      ).then(
        () => null,
        (error: unknown) => error as { readonly code: number; readonly stderr: string },
      );
      assert.equal(failure?.code, 1);
      assert.match(failure.stderr, /^Port \d+ of 127\.0\.0\.1 is taken\..*\n.*--api-port 54321/);
      assert.deepEqual(await readdir(folder), []);
    } finally {
      taken.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('stopping the demo', () => {
  it('ends as quickly with a visitor and an agent in the middle of a conversation', async () => {
    const demo = await startDemo();
    const browser = await launchBrowser();
    try {
      const agent = await Agent.signIn(browser, demo.inbox, demo.agents[0]!);
      const visitor = await Visitor.arrive(browser, demo.landing);
      await visitor.openChat();
      await visitor.write('Are you closing?');
      await agent.open('Are you closing?');
      await waitForBubble(agent.page, 'Are you closing?');
      const started = performance.now();
      const exit = once(demo.process, 'exit');
      demo.process.kill('SIGINT');
      await exit;
      assert.ok(performance.now() - started < 5000, 'within the promised 5 seconds');
    } finally {
      await browser.close();
      demo.process.kill('SIGKILL');
    }
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    it(`${signal} leaves no process and no port`, async () => {
      const demo = await startDemo();
      const children = await descendants(demo.process.pid!);
      assert.ok(children.length >= 2, 'PostgreSQL and its watchdog run');
      const started = performance.now();
      const exit = once(demo.process, 'exit');
      demo.process.kill(signal);
      await exit;
      if (signal !== 'SIGKILL')
        assert.ok(performance.now() - started < 5000, 'within the promised 5 seconds');
      const alive = async () => (await Promise.all(children.map(isAlive))).some(Boolean);
      await until(async () => !(await alive()), 'every child to end', { sight: () => children.join(', ') });
      for (const url of [demo.api, demo.landing, demo.database.replace('postgres:', 'http:')]) {
        assert.equal(await isListening(Number(new URL(url).port)), false, url);
      }
    });
  }
});
