/**
 * Broadcast over HTTP: a batch of messages, or one message under its topic and event. It delivers to the same
 * topics as sockets do, with the rights of the bearer, and keeps no connection.
 */
import type { Extension } from '../authorization/policies.ts';
import type { Claims } from '../authorization/tokens.ts';
import { readPersistence } from '../broadcast/persistence.ts';
import type { Persistence } from '../broadcast/persistence.ts';
import { RealtimeApiError, sqlStateOf } from '../api-error.ts';
import { isJsonTooDeep } from '../protocol/json-depth.ts';
import { isRecord } from '../protocol/values.ts';
import type { RealtimeServices } from '../services.ts';
import { readBatch } from './batch.ts';
import type { BatchMessage } from './batch.ts';

const PREFLIGHT_MAX_AGE_S = 86_400;
const BATCH_PATH = /\/api\/broadcast\/?$/;
const SINGLE_PATH = /\/api\/broadcast\/([^/]+)\/events\/([^/]+)\/?$/;

/** Who asks, as policies see it. */
interface Caller {
  readonly claims: Claims;
  readonly headers: Record<string, string>;
}

/** An HTTP error that ends the request. */
class HttpError extends Error {
  readonly response: Response;

  constructor(status: number, body: object) {
    super(`${status}`);
    this.response = withCors(Response.json(body, { status }));
  }
}

export class BroadcastApi {
  readonly #services: RealtimeServices;

  constructor(services: RealtimeServices) {
    this.#services = services;
  }

  /** Never rejects. */
  async handle(request: Request): Promise<Response> {
    try {
      if (request.method === 'OPTIONS') return preflight(request);
      return await this.#answer(request);
    } catch (error) {
      if (error instanceof HttpError) return error.response;
      this.#services.log('error', 'a broadcast over HTTP failed', error);
      return withCors(Response.json({ message: 'Internal server error' }, { status: 500 }));
    }
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const single = SINGLE_PATH.exec(url.pathname);
    if (request.method !== 'POST' || (single === null && !BATCH_PATH.test(url.pathname)))
      throw new HttpError(404, { message: 'Not Found' });
    const caller = await this.#caller(request);
    const [, topic, event] = single ?? [];
    if (topic === undefined || event === undefined) await this.#batch(request, caller);
    else await this.#single(request, caller, decoded(topic), decoded(event), url.searchParams);
    return withCors(new Response(null, { status: 202 }));
  }

  async #caller({ headers }: Request): Promise<Caller> {
    const bearer = /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
    const key = bearer ?? headers.get('apikey');
    try {
      if (key === null) throw new HttpError(401, { message: 'Unauthorized' });
      const { claims } = await this.#services.tokens.verify(key);
      return { claims, headers: Object.fromEntries(headers) };
    } catch (error) {
      if (error instanceof RealtimeApiError) throw new HttpError(401, { message: 'Unauthorized' });
      throw error;
    }
  }

  async #batch(request: Request, caller: Caller): Promise<void> {
    const { messages, errors } = readBatch(
      parseJson(await bodyOf(request)),
      this.#services.limits.payloadBytes,
    );
    if (errors !== null) throw new HttpError(422, { errors: { messages: errors } });
    this.#requireRate(messages.length);
    const verdicts = new Map<string, boolean>();
    for (const message of messages) {
      if (message.isPrivate && !verdicts.has(message.topic))
        verdicts.set(message.topic, await this.#mayWriteQuietly(caller, message.topic));
    }
    for (const message of messages) {
      if (!message.isPrivate || verdicts.get(message.topic) === true) this.#deliverText(message);
    }
  }

  async #single(
    request: Request,
    caller: Caller,
    topic: string,
    event: string,
    query: URLSearchParams,
  ): Promise<void> {
    const isPrivate = query.get('private') === 'true';
    const persistence = isPrivate ? persistenceOf(query) : null;
    const broadcast = { event, ...(await readSingle(request)) };
    this.#requireSize(broadcast.payload);
    this.#requireRate(1);
    const rights = isPrivate
      ? await this.#rightsToWrite(
          caller,
          topic,
          persistence === null ? ['broadcast'] : ['broadcast', 'persistence'],
        )
      : null;
    if (rights !== null && !rights.has('broadcast')) throw new HttpError(403, { message: 'Unauthorized' });
    this.#services.rates.count('events');
    this.#services.topics.find(topic, isPrivate)?.broadcast(broadcast);
    if (persistence !== null && rights?.has('persistence') === true)
      await this.#services.messages.persist(topic, broadcast, persistence.ttl);
  }

  #deliverText({ topic, event, payload, isPrivate }: BatchMessage): void {
    this.#services.rates.count('events');
    this.#services.topics.find(topic, isPrivate)?.broadcastText({ type: 'broadcast', event, payload });
  }

  async #rightsToWrite(
    { claims, headers }: Caller,
    topic: string,
    extensions: readonly Extension[],
  ): Promise<Set<Extension>> {
    try {
      return await this.#services.policies.writable({ topic, claims, headers }, extensions);
    } catch (error) {
      if (!(error instanceof RealtimeApiError)) throw error;
      const message = sqlStateOf(error.cause) === null ? error.message : 'RLS policy error';
      throw new HttpError(422, { message });
    }
  }

  /** In a batch, a message that the caller may not send is dropped and the others are sent. */
  async #mayWriteQuietly(caller: Caller, topic: string): Promise<boolean> {
    try {
      return (await this.#rightsToWrite(caller, topic, ['broadcast'])).has('broadcast');
    } catch (error) {
      if (error instanceof HttpError) return false;
      throw error;
    }
  }

  #requireRate(planned: number): void {
    const { rates } = this.#services;
    if (rates.isExceeded('events'))
      throw new HttpError(429, { message: 'You have exceeded your rate limit' });
    if (planned > 1 && rates.isExceeded('events', planned)) {
      throw new HttpError(429, { message: 'Too many messages to broadcast, please reduce the batch size' });
    }
  }

  #requireSize(payload: Buffer): void {
    const { payloadBytes } = this.#services.limits;
    if (payloadBytes !== undefined && payload.length > payloadBytes) {
      throw new HttpError(422, { errors: { payload: ['Payload size exceeds tenant limit'] } });
    }
  }
}

async function readSingle(request: Request): Promise<{ encoding: 'json' | 'binary'; payload: Buffer }> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const bytes = await bodyOf(request);
  if (type === 'application/octet-stream') return { encoding: 'binary', payload: bytes };
  if (type !== 'application/json') throw new HttpError(415, { message: 'Unsupported Media Type' });
  const value = bytes.length === 0 ? {} : parseJson(bytes);
  return {
    encoding: 'json',
    payload: isRecord(value) ? bytes : Buffer.from(JSON.stringify({ _json: value })),
  };
}

/** `persist=true` or `persist[ttl]=seconds`. */
function persistenceOf(query: URLSearchParams): Persistence | null {
  const ttl = query.get('persist[ttl]');
  const persistence = readPersistence(ttl === null ? query.get('persist') : { ttl });
  if (persistence === 'invalid') throw new HttpError(422, { errors: { persist: ['is invalid'] } });
  return persistence;
}

async function bodyOf(request: Request): Promise<Buffer> {
  return Buffer.from(await request.arrayBuffer());
}

function parseJson(text: Buffer): unknown {
  if (isJsonTooDeep(text)) throw new HttpError(400, { message: 'Bad Request' });
  try {
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError(400, { message: 'Bad Request' });
    throw error;
  }
}

function preflight(request: Request): Response {
  const headers = {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_S),
  };
  return withCors(new Response(null, { status: 204, headers }));
}

function withCors(response: Response): Response {
  response.headers.set('access-control-allow-origin', '*');
  return response;
}

/** Throws an `HttpError` for half a character. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400, { message: 'Bad Request' });
  }
}
