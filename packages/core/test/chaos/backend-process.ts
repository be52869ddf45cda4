// The backend in a process of its own, so that it may die. Its data folder and ports outlive it: after a death, whether
// wanted or not, it comes back where it was. Owns the process.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tenant } from '../backend.ts';

export interface BackendAddresses {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly publishableKey: string;
  readonly tenants: readonly [Tenant, Tenant];
}

export interface BackendProcess extends BackendAddresses {
  /** kill -9 on PostgreSQL; resolves when the API answers from the same data again. */
  killDatabase(): Promise<void>;
  /** kill -9 on the process that serves REST, Auth and Realtime; PostgreSQL goes with it and both come back. */
  killServer(): Promise<void>;
  stop(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./serve-backend.ts', import.meta.url));
/** A dead server's PostgreSQL needs a moment to let go of its data folder. */
const ATTEMPTS = 20;

function launch(dataDir: string, ports: readonly string[]): ChildProcess {
  return fork(SCRIPT, [dataDir, ...ports], {
    execArgv: ['--conditions=source'],
    // A group of its own: Ctrl-C ends the run, which still needs its backend for the verdict.
    detached: true,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
}

/** The first message of a child, or null when it ended without one. */
async function firstMessage(child: ChildProcess): Promise<BackendAddresses | null> {
  const message = once(child, 'message').then(([value]) => value as BackendAddresses);
  return Promise.race([message, once(child, 'exit').then(() => null)]);
}

export async function startBackendProcess(): Promise<BackendProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gc-chaos-'));
  let child = launch(dataDir, []);
  const first = await firstMessage(child);
  if (!first) throw new Error('the backend did not start');
  const ports = [new URL(first.apiUrl).port, new URL(first.databaseUrl).port];

  const revive = async (): Promise<void> => {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      child = launch(dataDir, ports);
      if (await firstMessage(child)) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error('the backend did not come back');
  };

  return {
    ...first,
    async killDatabase() {
      const exit = once(child, 'exit').then(() => 'died');
      const answer = once(child, 'message').then(() => 'restarted');
      child.send('kill database');
      // The driver under the server may not survive the death of its database; a supervisor would start it again.
      if ((await Promise.race([exit, answer])) === 'died') await revive();
    },
    async killServer() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      await revive();
    },
    async stop() {
      const exit = once(child, 'exit');
      child.send('stop');
      await exit;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
