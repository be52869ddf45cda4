/** The one HTTP server of the local backend. It listens on 127.0.0.1 only, because all its secrets are public. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { LocalError } from '../errors.ts';
import { answerWithFaults } from '../faults/request-faults.ts';
import type { RequestFault } from '../faults/request-faults.ts';
import type { Rules } from '../faults/rules.ts';
import { rejectUpgrade } from './guard.ts';
import type { Guard } from './guard.ts';
import type { Router } from './router.ts';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface GatewayHandlers {
  readonly router: Router;
  readonly upgrade: UpgradeHandler;
}

export interface GatewayOptions {
  readonly faults: Rules<Request, RequestFault>;
  readonly guard: Guard;
  readonly log: (line: string) => void;
}

export interface Gateway {
  readonly port: number;
  readonly url: string;
  /** Begins to answer; until then requests and upgrades wait. */
  serve(services: GatewayHandlers): void;
  /** Accepts no more connections. Requests that are being answered may finish. */
  stopListening(): void;
  /** Closes every connection, WebSockets included. */
  stop(): Promise<void>;
}

/**
 * Takes the port at once, so that the URL is known before the services that need it.
 *
 * @param port 0 = any free port
 * @param log gets errors that no request should be able to cause
 * @throws LocalError `api_port_taken`
 */
export async function openGateway(port: number, { faults, guard, log }: GatewayOptions): Promise<Gateway> {
  let begin: (services: GatewayHandlers) => void = () => undefined;
  const services = new Promise<GatewayHandlers>((resolve) => (begin = resolve));
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
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const error = guard(request);
    if (error === undefined) return listener(request, response);
    const { status, ...body } = error;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  // Whatever a request causes ends with its own connection, never with the process.
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log(
        `[gateway] ${request.method ?? ''} ${request.url ?? ''}: ${(error as Error).stack ?? String(error)}`,
      );
      response.destroy();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // No other code listens for errors of a socket whose upgrade waits or is rejected.
    socket.on('error', () => undefined);
    const error = guard(request);
    if (error !== undefined) return rejectUpgrade(socket, error);
    services
      .then(({ upgrade }) => upgrade(request, socket, head))
      .catch((error: unknown) => {
        log(`[gateway] upgrade ${request.url ?? ''}: ${(error as Error).stack ?? String(error)}`);
        socket.destroy();
      });
  });
  // The server forgets sockets that were upgraded, yet waits for them when it closes.
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const taken = await takePort(server, port);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closed ??= new Promise((resolve) => {
      server.close(() => resolve());
    }));
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}`,
    serve: begin,
    stopListening: () => void close(),
    stop() {
      const over = close();
      for (const socket of sockets) socket.destroy();
      return over;
    },
  };
}

/** Resolves to the port that was taken. */
async function takePort(server: Server, port: number): Promise<number> {
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
  return address !== null && typeof address === 'object' ? address.port : port;
}

/** Every connection comes from loopback, so `x-forwarded-for` of a proxy is trusted. */
function addressOf(incoming: IncomingMessage): string {
  const forwarded = incoming.headers['x-forwarded-for'];
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim();
  return first !== undefined && first !== '' ? first : (incoming.socket.remoteAddress ?? '127.0.0.1');
}
