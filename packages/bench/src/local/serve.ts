// The process under measurement: the local backend, or a bare `ws` server that speaks just enough of the protocol to
// be compared with it: it answers joins and sends each broadcast to everybody of the topic, with no checks at all.
import { WebSocketServer, type WebSocket } from 'ws';
import { startLocal } from '@globalchat/local';
import { memoryOf } from './memory.ts';

interface Server {
  /** Of the socket. */
  readonly url: string;
  /** Of the Data API; absent for the bare server. */
  readonly api?: { readonly url: string; readonly key: string };
  stop(): Promise<void>;
}

async function serveBare(): Promise<Server> {
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

const NOTES =
  'create table if not exists public.notes (id bigint generated always as identity primary key, body text)';

async function serveBackend(): Promise<Server> {
  const local = await startLocal({ migrations: [{ name: 'notes', sql: NOTES }] });
  const query = `apikey=${local.publishableKey}&vsn=2.0.0`;
  return {
    url: `${local.apiUrl.replace('http', 'ws')}/realtime/v1/websocket?${query}`,
    api: { url: local.apiUrl, key: local.publishableKey },
    stop: () => local.stop(),
  };
}

const started = performance.now();
const server = process.argv[2] === 'bare' ? await serveBare() : await serveBackend();
const startMs = Math.round(performance.now() - started);
const report = async () => ({ url: server.url, api: server.api, startMs, ...(await memoryOf(process.pid)) });
process.send?.(await report());
process.on('message', (message) => {
  if (message === 'usage') void report().then((usage) => process.send?.(usage));
  if (message === 'stop') void server.stop().then(() => process.exit(0));
});
