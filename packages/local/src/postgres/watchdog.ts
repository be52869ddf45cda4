/**
 * The small process that stops PostgreSQL and removes temporary data when this process dies without a chance to do it
 * (SIGKILL, a crash). It signals a process only while `postmaster.pid` says that it is this cluster's server.
 */
import { spawn } from 'node:child_process';

export interface Watchdog {
  /** From now on the server with this process id is to be stopped when we die. */
  guard(pid: number): void;
  /** Everything is cleaned up already: the watchdog ends without touching anything. */
  dismiss(): void;
}

// It reads lines until its standard input ends, which the operating system sees to when we are gone.
// postmaster.pid names the running server, so a number that meanwhile belongs to another process is left alone.
const SHELL = `
cluster=$1 temporary=$2 pid=
while read -r word; do
  [ "$word" = done ] && exit 0
  pid=$word
done
if [ -n "$pid" ]; then
  [ "$(head -n 1 "$cluster/postmaster.pid" 2>/dev/null)" = "$pid" ] && kill -INT "$pid" 2>/dev/null
  while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
fi
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  rm -rf "$temporary" 2>/dev/null
  [ -e "$temporary" ] || exit 0
  sleep 0.3
done
`;

const NODE = `
const fs = require('fs');
const [cluster, temporary] = process.argv.slice(1);
let input = '';
process.stdin.on('data', (chunk) => (input += chunk)).on('end', () => {
  const words = input.split('\\n').filter(Boolean);
  if (words.includes('done')) return;
  const pid = Number(words.at(-1) ?? 0);
  const alive = () => { try { return pid > 0 && process.kill(pid, 0) } catch { return false } };
  const file = cluster + '/postmaster.pid';
  if (alive() && fs.existsSync(file) && Number(fs.readFileSync(file, 'utf8').split('\\n')[0]) === pid) process.kill(pid, 'SIGINT');
  const timer = setInterval(() => {
    if (alive()) return;
    clearInterval(timer);
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }, 50);
});
`;

/** @param temporary folder to remove once the server is gone */
export function startWatchdog(cluster: string, temporary: string): Watchdog {
  const [program, args] =
    process.platform === 'win32'
      ? [process.execPath, ['-e', NODE, cluster, temporary]]
      : ['/bin/sh', ['-c', SHELL, 'globalchat-watchdog', cluster, temporary]];
  // Its own session, so that a Ctrl-C meant for us does not end it.
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  const input = child.stdin;
  // Without a watchdog (it was killed), everything still works while this process lives.
  input.on('error', () => input.destroy());
  child.on('error', () => input.destroy());
  (input as unknown as { unref?: () => void }).unref?.();
  return {
    guard: (pid) => void input.write(`${pid}\n`),
    dismiss: () => void input.end('done\n'),
  };
}
