import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { until } from '../../../../tools/test-kit/until.ts';

const PROGRAM = fileURLToPath(new URL('../../test/orphan.ts', import.meta.url));

async function begin(
  ...args: string[]
): Promise<{ child: ChildProcess; said: Record<string, string | number> }> {
  const child = spawn(process.execPath, ['--conditions=source', PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, said: JSON.parse(line) as Record<string, string | number> };
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
  test(`${signal} to the parent leaves no PostgreSQL and no folder behind`, async () => {
    const { child, said } = await begin('postgres');
    assert.ok(alive(Number(said['pid'])));
    child.kill(signal);
    await once(child, 'exit');
    await until(() => !alive(Number(said['pid'])) && !existsSync(String(said['dataDir'])), undefined, {
      patience: 5000,
    });
  });
}

test('process.exit leaves nothing behind', async () => {
  const { said } = await begin('postgres', 'exit');
  await until(() => !alive(Number(said['pid'])) && !existsSync(String(said['dataDir'])), undefined, {
    patience: 5000,
  });
});

test('SIGKILL to a whole backend frees both of its ports', async () => {
  const { child, said } = await begin('local');
  const database = Number(new URL(String(said['url'])).port);
  const api = Number(new URL(String(said['api'])).port);
  assert.ok(await answers(database));
  assert.ok(await answers(api));
  child.kill('SIGKILL');
  await until(async () => !(await answers(database)) && !(await answers(api)), undefined, { patience: 5000 });
});
