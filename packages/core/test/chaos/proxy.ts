// A bad network between a client and the backend: HTTP and WebSocket, each with faults that can be set at any time.
// Owns the forwarding.
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { createFramePipe, type FramePipe } from './frame-pipe.ts';

/** What happens to the next requests whose path contains `path`. */
export interface HttpFault {
  /**
   * `refuse` answers 503 · `cut` closes before the backend hears of it · `lose-answer` forwards, then closes ·
   * `black-hole` never answers · `twice` forwards two times and answers the second · `delay` waits, then forwards.
   */
  readonly kind: 'refuse' | 'cut' | 'lose-answer' | 'black-hole' | 'twice' | 'delay';
  readonly path?: string;
  /** Milliseconds, for `delay`. */
  readonly delay?: number;
  /** How many requests it hits; all of them when absent. */
  times?: number;
}

/** What happens to frames from the backend to the client, each with its own chance per frame. */
export interface FrameFaults {
  readonly drop: number;
  readonly duplicate: number;
  /** Chance to be held back for up to `delay` milliseconds, which also reorders. */
  readonly hold: number;
  readonly delay: number;
  /** Only frames whose text contains it; all when absent. */
  readonly only?: string;
}

export const NO_FRAME_FAULTS: FrameFaults = { drop: 0, duplicate: 0, hold: 0, delay: 0 };

export interface FaultProxy {
  readonly url: string;
  /** Checked in order; the first that matches is used. */
  readonly httpFaults: HttpFault[];
  frameFaults: FrameFaults;
  /** Neither direction moves, yet no socket closes: what a sleeping radio does. */
  halfOpen: boolean;
  /** Refuses everything, as with no network. */
  down: boolean;
  /** Where requests go; may change when a backend restarts elsewhere. */
  upstream: string;
  /** Requests that were carried out and not answered. */
  readonly lostAnswers: number;
  /** Requests that are being carried out. */
  readonly underWay: number;
  /** Requests that went into a black hole. */
  readonly swallowed: number;
  /** Ends every open socket at once. */
  cutSockets(): void;
  /** The open sockets never carry anything again, and do not close by themselves; new ones are fine. */
  freezeSockets(): void;
  sockets(): number;
  /** Sockets that were ever opened through it. */
  readonly upgrades: number;
  /** Back to a perfect network. */
  heal(): void;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  readonly upstream: string;
  readonly random: () => number;
}

export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const pipes = new Set<FramePipe>();
  const connections = new Set<Socket>();
  let lostAnswers = 0;
  let upgrades = 0;
  let swallowed = 0;
  let underWay = 0;
  const server = createServer((request, response) => {
    underWay += 1;
    void handle(request, response).finally(() => (underWay -= 1));
  });
  const sockets = new WebSocketServer({ noServer: true });

  const takeFault = (path: string): HttpFault | undefined => {
    const fault = proxy.httpFaults.find((candidate) => path.includes(candidate.path ?? ''));
    if (fault?.times !== undefined && --fault.times <= 0)
      proxy.httpFaults.splice(proxy.httpFaults.indexOf(fault), 1);
    return fault;
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The client gave up while it was still sending; there is nobody to answer.
      return;
    }
    const body = Buffer.concat(chunks);
    const fault = request.method === 'OPTIONS' ? undefined : takeFault(request.url ?? '');
    if (proxy.down || fault?.kind === 'cut') return void request.socket.destroy();
    if (fault?.kind === 'black-hole') swallowed += 1;
    if (proxy.halfOpen || fault?.kind === 'black-hole') return;
    if (fault?.kind === 'refuse') return void response.writeHead(503).end();
    if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delay ?? 0));
    if (fault?.kind === 'twice') await forward(proxy.upstream, request, body).catch(() => null);
    const answer = await forward(proxy.upstream, request, body).catch(() => null);
    if (answer && fault?.kind === 'lose-answer') lostAnswers += 1;
    if (!answer || fault?.kind === 'lose-answer' || proxy.down) return void request.socket.destroy();
    if (proxy.halfOpen) return;
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };

  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    if (proxy.down) return void socket.destroy();
    upgrades += 1;
    const upstream = new WebSocket(proxy.upstream.replace(/^http/, 'ws') + (request.url ?? ''));
    sockets.handleUpgrade(request, socket, head, (client) => {
      const pipe = createFramePipe({ client, upstream, random: options.random, state: proxy });
      pipes.add(pipe);
      pipe.closed.then(() => pipes.delete(pipe));
    });
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    httpFaults: [],
    frameFaults: NO_FRAME_FAULTS,
    halfOpen: false,
    down: false,
    upstream: options.upstream,
    get underWay() {
      return underWay;
    },
    get swallowed() {
      return swallowed;
    },
    get upgrades() {
      return upgrades;
    },
    get lostAnswers() {
      return lostAnswers;
    },
    cutSockets: () => pipes.forEach((pipe) => pipe.cut()),
    freezeSockets: () => pipes.forEach((pipe) => pipe.freeze()),
    sockets: () => pipes.size,
    heal() {
      proxy.httpFaults.length = 0;
      proxy.frameFaults = NO_FRAME_FAULTS;
      proxy.down = false;
      // A half-open socket never recovers in life either.
      if (proxy.halfOpen) proxy.cutSockets();
      proxy.halfOpen = false;
    },
    close: () => closeAll(server, connections, () => proxy.cutSockets()),
  };
  return proxy;
}

async function closeAll(server: Server, connections: ReadonlySet<Socket>, cut: () => void): Promise<void> {
  cut();
  const closed = once(server, 'close');
  server.close();
  for (const socket of connections) socket.destroy();
  await closed;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

function forward(upstream: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = new URL(request.url ?? '/', upstream);
    const headers = { ...request.headers, host: target.host, 'content-length': String(body.length) };
    const outgoing = httpRequest(target, { method: request.method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const { 'transfer-encoding': _, connection: __, ...rest } = incoming.headers;
        resolve({ status: incoming.statusCode ?? 502, headers: rest, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
