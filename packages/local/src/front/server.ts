/**
 * Owns the one HTTP server of the local backend, on 127.0.0.1.
 * Refuses to listen on any other interface.
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { LocalError } from '../errors.ts';
import { answerWithFaults } from '../faults/request-faults.ts';
import type { RequestFate } from '../faults/request-faults.ts';
import type { Rules } from '../faults/rules.ts';
import type { Router } from './router.ts';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface FrontServices {
  readonly router: Router;
  readonly upgrade: UpgradeHandler;
}

export interface PendingFront {
  readonly port: number;
  readonly url: string;
  /** Begins to answer; until then requests and upgrades wait. */
  serve(services: FrontServices): void;
  /** Lets nobody in any more. Who is inside may finish. */
  refuse(): void;
  /** Sends everybody away, sockets included. */
  stop(): Promise<void>;
}

/**
 * Takes the port at once, so that the URL is known before the services that need it.
 *
 * @param port 0 = any free port
 * @throws LocalError `api_port_taken`
 */
export async function openFront(port: number, faults: Rules<Request, RequestFate>): Promise<PendingFront> {
  let begin: (services: FrontServices) => void = () => undefined;
  const services = new Promise<FrontServices>((resolve) => (begin = resolve));
  const listener = getRequestListener(
    (request, { incoming, outgoing }) =>
      answerWithFaults(
        faults,
        request,
        async () => (await services).router(request, { address: addressOf(incoming as IncomingMessage) }),
        () => {
          outgoing.destroy();
          return RESPONSE_ALREADY_SENT;
        },
      ),
    { overrideGlobalObjects: false },
  );
  const server = createServer((request, response) => void listener(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void services.then(({ upgrade }) => upgrade(request, socket, head));
  });
  // The server forgets sockets that were upgraded, yet waits for them when it closes.
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new LocalError(
              'api_port_taken',
              `Port ${port} of 127.0.0.1 is taken. Choose another API port.`,
              cause,
            )
          : cause,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closed ??= new Promise((resolve) => {
      server.close(() => resolve());
    }));
  const taken = address !== null && typeof address === 'object' ? address.port : port;
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    serve: begin,
    refuse: () => void close(),
    stop() {
      const over = close();
      for (const socket of sockets) socket.destroy();
      return over;
    },
  };
}

/** Everybody comes from loopback, so a proxy's word on where a request began is as good as any. */
function addressOf(incoming: IncomingMessage): string {
  const forwarded = incoming.headers['x-forwarded-for'];
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim();
  return first !== undefined && first !== '' ? first : (incoming.socket.remoteAddress ?? '127.0.0.1');
}
