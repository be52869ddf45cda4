/**
 * Decides whether an HTTP upgrade becomes a socket: protocol version, API key, number of sockets. Otherwise it is an
 * HTTP error after a pause, which a browser shows as a failed connection.
 */
import { STATUS_CODES } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Identity } from '../authorization/tokens.ts';
import { RealtimeApiError } from '../api-error.ts';
import type { ProtocolVersion } from '../protocol/frames.ts';
import type { RealtimeServices } from '../services.ts';
import { Connection } from './connection.ts';

/** Larger frames close the socket. The hosted service's limit. */
const MAX_FRAME_BYTES = 5_000_000;

interface UpgradeError {
  readonly status: number;
  readonly error: string;
}

type UpgradeDecision = UpgradeError | { readonly version: ProtocolVersion; readonly identity: Identity };

export class UpgradeHandler {
  readonly #services: RealtimeServices;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  #nextId = 1;

  constructor(services: RealtimeServices) {
    this.#services = services;
  }

  /** Never rejects. */
  async handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const onError = (error: unknown): void =>
      this.#services.log('debug', 'a socket failed before its upgrade', error);
    socket.on('error', onError);
    const decision = await this.#decide(request);
    if ('error' in decision) return this.#reject(socket, decision);
    if (socket.destroyed) return;
    socket.off('error', onError);
    const headers = extraHeaders(request.headers);
    this.#sockets.handleUpgrade(request, socket, head, (opened) =>
      this.#open(opened, decision.version, decision.identity, headers),
    );
  }

  #open(
    socket: WebSocket,
    version: ProtocolVersion,
    identity: Identity,
    headers: Record<string, string>,
  ): void {
    const { connections } = this.#services;
    connections.add(new Connection(socket, this.#services, { id: this.#nextId, version, identity, headers }));
    this.#nextId += 1;
  }

  async #decide(request: IncomingMessage): Promise<UpgradeDecision> {
    const { limits, rates, connections, tokens } = this.#services;
    const url = URL.parse(`http://localhost${request.url ?? '/'}`);
    if (url === null) return { status: 400, error: 'Bad request' };
    const { pathname, searchParams: query } = url;
    if (!pathname.endsWith('/websocket')) return { status: 404, error: 'Not found' };
    const version = query.get('vsn') ?? '1.0.0';
    if (version !== '1.0.0' && version !== '2.0.0')
      return { status: 403, error: `Unsupported protocol version ${version}` };
    if (limits.connections !== undefined && connections.size >= limits.connections)
      return { status: 429, error: 'Too many connected users' };
    if (rates.isExceeded('joins')) return { status: 429, error: 'Too many joins per second' };
    const key = headerOf(request.headers['x-api-key']) ?? query.get('apikey');
    if (key === null || key === '') return { status: 401, error: 'API key is missing' };
    try {
      return { version, identity: await tokens.verify(key) };
    } catch (error) {
      return this.#toUpgradeError(error);
    }
  }

  #toUpgradeError(error: unknown): UpgradeError {
    if (!(error instanceof RealtimeApiError)) {
      this.#services.log('error', 'an upgrade failed', error);
      return { status: 500, error: 'Internal server error' };
    }
    const isExpired = error.message.startsWith('Token has expired');
    return { status: 401, error: isExpired ? 'Token has expired' : error.message };
  }

  async #reject(socket: Duplex, { status, error }: UpgradeError): Promise<void> {
    this.#services.log('info', `refused a socket: ${status} ${error}`);
    await delay(this.#services.timings.refusalDelayMs, undefined, { ref: false });
    if (socket.destroyed) return;
    const body = JSON.stringify({ error });
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
}

/** Policies may look at headers a project adds itself, never at cookies or credentials. */
function extraHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const extra: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = headerOf(value);
    if (name.startsWith('x-') && text !== null) extra[name] = text;
  }
  return extra;
}

function headerOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
