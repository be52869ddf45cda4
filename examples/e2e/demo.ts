// The demo as a person starts it: a process of its own on free ports, read by its READY line, ended by Ctrl-C.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export interface DemoAgent {
  readonly email: string;
  readonly password: string;
  readonly role: 'agent' | 'admin';
  readonly name: string;
  readonly tenantId?: string;
}

/** What the READY line says. */
export interface DemoAddresses {
  readonly landing: string;
  readonly inbox: string;
  readonly api: string;
  readonly database: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly tenantId: string;
  readonly widgetId: string;
  readonly agents: readonly DemoAgent[];
}

export interface Demo extends DemoAddresses {
  readonly process: ChildProcess;
  /** Sends SIGINT and resolves with the exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the demo and resolves at its READY line; rejects with what it printed when it ends before.
 * @param pages A folder of built pages; the demo builds them itself when there is none, as it does for a person.
 */
export async function startDemo(pages = process.env['GC_DEMO_PAGES']): Promise<Demo> {
  const args = ['--conditions=source', 'packages/cli/src/demo.ts'];
  const ports = ['--port', '0', '--api-port', '0', '--db-port', '0'];
  const child = spawn(process.execPath, [...args, ...ports, ...(pages ? ['--pages', pages] : [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const addresses = await new Promise<DemoAddresses>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const ready = /^READY (\{.*\})$/m.exec(output);
      if (ready?.[1]) resolve(JSON.parse(ready[1]) as DemoAddresses);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the demo ended with ${code} before READY:\n${output}`)));
  });
  return {
    ...addresses,
    process: child,
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGINT');
      const [code] = await exit;
      return code;
    },
  };
}
