// A bare echo through the same server: a broadcast to oneself on a public channel, one at a time.
import { WebSocket } from 'ws';
import { summarize, type Latency } from '../statistics.ts';
import type { DeliveryBackend } from './serve-schema.ts';

export async function measureEcho(backend: DeliveryBackend, count: number): Promise<Latency> {
  const address = `${backend.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?apikey=${backend.publishableKey}&vsn=1.0.0`;
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const topic = 'realtime:echo';
  const ask = (event: string, payload: object): Promise<void> =>
    new Promise((resolve) => {
      socket.once('message', () => resolve());
      socket.send(JSON.stringify({ topic, event, payload, ref: '1', join_ref: '1' }));
    });
  await ask('phx_join', { config: { broadcast: { self: true }, presence: {}, private: false } });
  const latencies: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const started = performance.now();
    await ask('broadcast', { type: 'broadcast', event: 'echo', payload: {} });
    latencies.push(performance.now() - started);
  }
  socket.terminate();
  return summarize(latencies);
}
