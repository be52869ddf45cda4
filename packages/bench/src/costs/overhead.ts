// What a client adds to a round trip over a socket: a raw one, the library's own, and supabase-js, against the same echo.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { RealtimeClient } from '@supabase/supabase-js';
import { createMemoryEnvironment } from '@globalchat/core/testing';
import { summarize, type Latency } from '../statistics.ts';

/** Sends one broadcast and resolves when it is back. */
type RoundTrip = () => Promise<void>;

interface EchoClient {
  readonly turn: RoundTrip;
  close(): void;
}

interface Channel {
  broadcast(event: string, payload: object): void;
}

/** The library's own Realtime client is no public export; its shape is told here. */
const core = (await import(
  new URL('../../../core/src/transport/supabase/channels/phoenix-channels.ts', import.meta.url).href
)) as {
  createPhoenixChannels(options: object): {
    open(topic: string, listener: object): Channel;
    close(): void;
  };
};

const PAYLOAD = { rev: 7, text: 'x'.repeat(400) };

async function openRaw(url: string): Promise<EchoClient> {
  const socket = new WebSocket(`${url}/realtime/v1/websocket`);
  await new Promise((resolve) => (socket.onopen = resolve));
  const frame = { topic: 'realtime:echo', event: 'broadcast', ref: '1' };
  return {
    turn: () =>
      new Promise((resolve) => {
        socket.onmessage = ({ data }) => {
          JSON.parse(String(data));
          resolve();
        };
        socket.send(
          JSON.stringify({ ...frame, payload: { type: 'broadcast', event: 'echo', payload: PAYLOAD } }),
        );
      }),
    close: () => socket.close(),
  };
}

async function openCore(url: string): Promise<EchoClient> {
  let heard = (): void => undefined;
  const environment = {
    ...createMemoryEnvironment(),
    clock: {
      now: () => Date.now(),
      setTimeout: (callback: () => void, delay: number): unknown => setTimeout(callback, delay),
      clearTimeout: (handle: unknown): void => clearTimeout(handle as NodeJS.Timeout),
    },
    WebSocket,
  };
  const channels = core.createPhoenixChannels({
    url: url.replace('ws', 'http'),
    key: 'none',
    environment,
    token: () => Promise.resolve(null),
  });
  let channel: Channel | undefined;
  await new Promise<void>((resolve) => {
    channel = channels.open('echo', {
      onStatus: (status: string) => status === 'joined' && resolve(),
      onBroadcast: () => heard(),
    });
  });
  return {
    turn: () =>
      new Promise((resolve) => {
        heard = resolve;
        channel?.broadcast('echo', PAYLOAD);
      }),
    close: () => channels.close(),
  };
}

async function openSupabase(url: string): Promise<EchoClient> {
  let heard = (): void => undefined;
  const client = new RealtimeClient(`${url}/realtime/v1`, { params: { apikey: 'none' }, vsn: '1.0.0' });
  const channel = client.channel('echo', { config: { broadcast: { self: true } } });
  channel.on('broadcast', { event: 'echo' }, () => heard());
  await new Promise<void>((resolve) => {
    channel.subscribe((status) => void (String(status) === 'SUBSCRIBED' && resolve()));
  });
  return {
    turn: () =>
      new Promise((resolve) => {
        heard = resolve;
        void channel.send({ type: 'broadcast', event: 'echo', payload: PAYLOAD });
      }),
    close: () => void client.disconnect(),
  };
}

/** In turns of a hundred, so that whatever else the machine does meets all three alike. */
export async function measureOverhead(turns: number): Promise<Record<string, Latency>> {
  const child = fork(fileURLToPath(new URL('./echo-server.ts', import.meta.url)), []);
  const [port] = (await once(child, 'message')) as [number];
  const url = `ws://127.0.0.1:${port}`;
  const clients = new Map([
    ['raw socket', await openRaw(url)],
    ['core', await openCore(url)],
    ['realtime-js', await openSupabase(url)],
  ]);
  const latencies = new Map([...clients.keys()].map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < turns / 100 + 5; round += 1) {
    for (const [name, client] of clients) {
      for (let turn = 0; turn < 100; turn += 1) {
        const started = performance.now();
        await client.turn();
        // The first rounds warm up.
        if (round >= 5) latencies.get(name)?.push(performance.now() - started);
      }
    }
  }
  for (const client of clients.values()) client.close();
  child.disconnect();
  return Object.fromEntries([...latencies].map(([name, values]) => [name, summarize(values, 4)]));
}
