// How the local backend carries a crowd: sockets spread over channels, broadcasts at a steady rate, each delivered to
// everybody in its channel. The same clients then do the same against a bare `ws` server, and the ratio is the figure.
// Both servers run in a process of their own, so that the clients' work does not count as theirs.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { summarize, round } from '../statistics.ts';
import { runCrowd, type CrowdResult } from './crowd.ts';
import type { Memory } from './memory.ts';
import { runRequests, type RequestOptions } from './requests.ts';

interface ServerReady extends Memory {
  readonly url: string;
  readonly api?: { readonly url: string; readonly key: string };
  readonly startMs: number;
}

interface Measured extends CrowdResult {
  readonly startMs: number;
  readonly idle: Memory;
  readonly afterLoad: Memory;
  readonly requestsPerSecond: number | undefined;
}

function startServer(kind: 'backend' | 'bare'): { child: ChildProcess; ready: Promise<ServerReady> } {
  const file = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const child = fork(file, [kind], { execArgv: ['--conditions=source'] });
  return { child, ready: once(child, 'message').then(([message]) => message as ServerReady) };
}

async function measure(
  kind: 'backend' | 'bare',
  options: Parameters<typeof runCrowd>[1],
  requests: RequestOptions,
): Promise<Measured> {
  const { child, ready } = startServer(kind);
  const server = await ready;
  const result = await runCrowd(server.url, options);
  const { api } = server;
  const requestsPerSecond = api === undefined ? undefined : await runRequests(api.url, api.key, requests);
  const usage = once(child, 'message');
  child.send('usage');
  const [after] = (await usage) as [ServerReady];
  const exit = once(child, 'exit');
  child.send('stop');
  await exit;
  return { ...result, startMs: server.startMs, idle: server, afterLoad: after, requestsPerSecond };
}

export async function benchLocal(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sockets: { type: 'string', default: '1000' },
      channels: { type: 'string', default: '100' },
      rate: { type: 'string', default: '500' },
      seconds: { type: 'string', default: '10' },
      requests: { type: 'string', default: '2000' },
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
  const requests = { count: Number(values.requests), atOnce: 16 };
  const bare = await measure('bare', options, requests);
  const backend = await measure('backend', options, requests);
  const row = (result: Measured) => {
    const { p50, p95, p99, max, count } = summarize(result.latencies);
    return {
      expected: result.expected,
      delivered: count,
      lost: result.expected - count,
      p50,
      p95,
      p99,
      max,
    };
  };
  console.table({ 'bare ws': row(bare), 'local backend': row(backend) });
  const ratio = summarize(backend.latencies).p99 / summarize(bare.latencies).p99;
  console.log(`p99 against a bare ws server: ${round(ratio)}×`);
  const memory = ({ nodeMb, restMb }: Memory): string =>
    `${nodeMb + restMb} MB (Node ${nodeMb}, PostgreSQL ${restMb})`;
  console.log(`local backend: ready after ${backend.startMs} ms`);
  console.log(`Data API, 16 at a time: ${backend.requestsPerSecond ?? 0} requests/s`);
  console.log(`memory idle ${memory(backend.idle)}, after load ${memory(backend.afterLoad)}`);
}
