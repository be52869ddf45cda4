/**
 * Owns the small process that stops PostgreSQL when we die without a chance to do it (SIGKILL, a crash).
 * Refuses to signal a process that is no longer the postmaster of this cluster.
 */
import { spawn } from 'node:child_process';

export interface Watchdog {
  /** PostgreSQL is gone already: the watchdog ends without touching anything. */
  dismiss(): void;
}

// It waits for the end of its standard input, which the operating system closes when we are gone.
// postmaster.pid names the running server, so a number that was given to another process is never signalled.
const SHELL = `
read -r word
[ "$word" = done ] && exit 0
pid=$1 cluster=$2 temporary=$3
[ "$(head -n 1 "$cluster/postmaster.pid" 2>/dev/null)" = "$pid" ] && kill -INT "$pid" 2>/dev/null
while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
[ -n "$temporary" ] && rm -rf "$temporary"
`;

const NODE = `
const fs = require('fs');
const [pid, cluster, temporary] = process.argv.slice(1);
let word = '';
const alive = () => { try { return process.kill(+pid, 0) } catch { return false } };
process.stdin.on('data', (chunk) => (word += chunk)).on('end', () => {
  if (word.startsWith('done')) return;
  const owner = fs.existsSync(cluster + '/postmaster.pid') && fs.readFileSync(cluster + '/postmaster.pid', 'utf8').split('\\n')[0].trim();
  if (owner === pid && alive()) process.kill(+pid, 'SIGINT');
  const timer = setInterval(() => {
    if (alive()) return;
    clearInterval(timer);
    if (temporary) fs.rmSync(temporary, { recursive: true, force: true });
  }, 50);
});
`;

/** @param temporary folder to remove once PostgreSQL is gone, or an empty string */
export function startWatchdog(pid: number, cluster: string, temporary: string): Watchdog {
  const args = [String(pid), cluster, temporary];
  const [program, programArgs] =
    process.platform === 'win32'
      ? [process.execPath, ['-e', NODE, ...args]]
      : ['/bin/sh', ['-c', SHELL, 'globalchat-watchdog', ...args]];
  const child = spawn(program, programArgs, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  const input = child.stdin;
  // A write to a watchdog that somebody ended is of no interest: it would only have been told to end.
  input.on('error', () => input.destroy());
  (input as unknown as { unref?: () => void }).unref?.();
  return { dismiss: () => input.end('done\n') };
}
