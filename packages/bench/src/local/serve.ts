// The process under measurement: the local backend, or a bare `ws` server that speaks just enough of the protocol to
// be compared with it: it answers joins and sends each broadcast to everybody of the topic, with no checks at all.
import { readFile, readdir } from 'node:fs/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { startLocal } from '@globalchat/local';

/** Resident memory of this process and its children, in MB; children are read from /proc where there is one. */
async function residentMb(): Promise<number> {
  let bytes = process.memoryUsage().rss;
  for (const entry of await readdir('/proc').catch(() => [])) {
    const status = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/status`, 'utf8').catch(() => '') : '';
    if (!/^Name:\s*postgres/m.test(status)) continue;
    // Shared buffers would be counted once per process: only what is the process's own.
    bytes += Number(/^RssAnon:\s*(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
  }
  return Math.round(bytes / 1e6);
}

async function serveBare(): Promise<{ url: string; stop(): Promise<void> }> {
  const topics = new Map<string, Set<WebSocket>>();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const [joinRef, ref, topic, event, payload] = JSON.parse((data as Buffer).toString()) as [
        string,
        string,
        string,
        string,
        object,
      ];
      const members = topics.get(topic) ?? new Set();
      topics.set(topic, members);
      if (event === 'phx_join') {
        members.add(socket);
        socket.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]));
      } else if (event === 'broadcast') {
        const frame = JSON.stringify([null, null, topic, 'broadcast', payload]);
        for (const member of members) member.send(frame);
      }
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `ws://127.0.0.1:${address.port}/`,
    async stop() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

async function serveBackend(): Promise<{ url: string; stop(): Promise<void> }> {
  const local = await startLocal();
  const query = `apikey=${local.publishableKey}&vsn=2.0.0`;
  return {
    url: `${local.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?${query}`,
    stop: () => local.stop(),
  };
}

const started = performance.now();
const server = process.argv[2] === 'bare' ? await serveBare() : await serveBackend();
const report = async () => ({
  url: server.url,
  startMs: Math.round(performance.now() - started),
  residentMb: await residentMb(),
});
process.send?.(await report());
process.on('message', (message) => {
  if (message === 'usage') void report().then((usage) => process.send?.(usage));
  if (message === 'stop') void server.stop().then(() => process.exit(0));
});
