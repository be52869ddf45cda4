// The clients: raw sockets that speak protocol 2.0.0, so that no client library stands between the server and the
// figures. One socket of each channel sends, all of them receive (`self` is on).
import { WebSocket } from 'ws';

export interface CrowdOptions {
  readonly sockets: number;
  readonly channels: number;
  /** Broadcasts per second over all channels. */
  readonly rate: number;
  readonly seconds: number;
}

export interface CrowdResult {
  readonly expected: number;
  /** Milliseconds from send to receipt, one per delivery. */
  readonly latencies: number[];
}

const JOIN = {
  config: { broadcast: { self: true, ack: false }, presence: { enabled: false }, private: false },
};

async function join(url: string, topic: string, onSentAt: (sentAt: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  await new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const frame = JSON.parse((data as Buffer).toString()) as [
        string,
        string,
        string,
        string,
        { payload?: { sentAt: number } },
      ];
      if (frame[3] === 'phx_reply') resolve();
      else if (frame[3] === 'broadcast' && frame[4].payload) onSentAt(frame[4].payload.sentAt);
    });
    socket.send(JSON.stringify(['1', '1', topic, 'phx_join', JOIN]));
  });
  return socket;
}

export async function runCrowd(url: string, options: CrowdOptions): Promise<CrowdResult> {
  const latencies: number[] = [];
  const heard = (sentAt: number): void => void latencies.push(performance.now() - sentAt);
  const topic = (index: number): string => `realtime:crowd-${index % options.channels}`;
  const sockets: WebSocket[] = [];
  for (let at = 0; at < options.sockets; at += 50) {
    const group = Array.from({ length: Math.min(50, options.sockets - at) }, (_, index) =>
      join(url, topic(at + index), heard),
    );
    sockets.push(...(await Promise.all(group)));
  }

  const total = options.rate * options.seconds;
  const perChannel = options.sockets / options.channels;
  const started = performance.now();
  for (let sent = 0; sent < total;) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * options.rate));
    for (; sent < due; sent++) {
      const channel = sent % options.channels;
      const payload = { type: 'broadcast', event: 'tick', payload: { sentAt: performance.now() } };
      sockets[channel]?.send(JSON.stringify(['1', '2', topic(channel), 'broadcast', payload]));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const expected = total * perChannel;
  const deadline = performance.now() + 10_000;
  while (latencies.length < expected && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
  for (const socket of sockets) socket.terminate();
  return { expected, latencies };
}
