// How the local backend carries a crowd: sockets spread over channels, broadcasts at a steady rate, each delivered to
// everybody in its channel. The same clients then do the same against a bare `ws` server, and the ratio is the figure.
// Both servers run in a process of their own, so that the clients' work does not count as theirs.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { summarize, round } from '../statistics.ts';
import { runCrowd, type CrowdResult } from './crowd.ts';

interface ServerReady {
  readonly url: string;
  readonly startMs: number;
  readonly residentMb: number;
}

function startServer(kind: 'backend' | 'bare'): { child: ChildProcess; ready: Promise<ServerReady> } {
  const file = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const child = fork(file, [kind], { execArgv: ['--conditions=source'] });
  return { child, ready: once(child, 'message').then(([message]) => message as ServerReady) };
}

async function measure(
  kind: 'backend' | 'bare',
  options: Parameters<typeof runCrowd>[1],
): Promise<CrowdResult & ServerReady> {
  const { child, ready } = startServer(kind);
  const server = await ready;
  const result = await runCrowd(server.url, options);
  const usage = once(child, 'message');
  child.send('usage');
  const [after] = (await usage) as [ServerReady];
  const exit = once(child, 'exit');
  child.send('stop');
  await exit;
  return { ...result, ...server, residentMb: after.residentMb };
}

export async function benchLocal(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sockets: { type: 'string', default: '1000' },
      channels: { type: 'string', default: '100' },
      rate: { type: 'string', default: '500' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const options = {
    sockets: Number(values.sockets),
    channels: Number(values.channels),
    rate: Number(values.rate),
    seconds: Number(values.seconds),
  };
  console.log(
    `${options.sockets} sockets, ${options.channels} channels, ${options.rate} broadcasts/s for ${options.seconds} s`,
  );
  const bare = await measure('bare', options);
  const backend = await measure('backend', options);
  const row = (result: CrowdResult & ServerReady) => {
    const { p50, p95, p99, max, count } = summarize(result.latencies);
    return {
      expected: result.expected,
      delivered: count,
      lost: result.expected - count,
      p50,
      p95,
      p99,
      max,
      startMs: result.startMs,
      residentMb: result.residentMb,
    };
  };
  console.table({ 'bare ws': row(bare), 'local backend': row(backend) });
  const ratio = summarize(backend.latencies).p99 / summarize(bare.latencies).p99;
  console.log(`p99 against a bare ws server: ${round(ratio)}×`);
}
