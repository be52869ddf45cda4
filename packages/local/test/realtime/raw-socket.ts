/** A socket without a client library, for what an unmodified client never sends or never shows. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PUBLISHABLE_KEY } from './harness.ts';
import type { Version } from './harness.ts';
import { until } from './harness.ts';

/** A decoded frame; binary ones are kept as bytes. */
export interface RawFrame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: Record<string, unknown>;
  readonly bytes?: Buffer;
}

export interface RawSocketOptions {
  readonly version?: Version;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

export class RawSocket {
  readonly frames: RawFrame[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #version: Version;
  #ref = 0;

  private constructor(socket: WebSocket, version: Version) {
    this.#socket = socket;
    this.#version = version;
    this.closed = once(socket, 'close').then(([code]) => code as number);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary) =>
      this.frames.push(isBinary ? binaryFrame(data) : this.#textFrame(data)),
    );
  }

  static async open(
    url: string,
    { version = '2.0.0', query, headers }: RawSocketOptions = {},
  ): Promise<RawSocket> {
    const parameters = new URLSearchParams(query ?? { apikey: PUBLISHABLE_KEY, vsn: version });
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/realtime/v1/websocket?${parameters.toString()}`,
      { headers: headers ?? {} },
    );
    const raw = new RawSocket(socket, version);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('unexpected-response', (_request, response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => reject(new Error(`${response.statusCode ?? 0} ${body}`)));
      });
      socket.once('error', reject);
    });
    return raw;
  }

  /** Sends a text frame and answers its ref. */
  send(topic: string, event: string, payload: unknown = {}, joinRef: string | null = null): string {
    this.#ref += 1;
    const ref = String(this.#ref);
    const own = event === 'phx_join' ? ref : joinRef;
    const frame =
      this.#version === '2.0.0'
        ? [own, ref, topic, event, payload]
        : { topic, event, payload, ref, join_ref: own };
    this.sendRaw(JSON.stringify(frame));
    return ref;
  }

  sendRaw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  /** The answer to a push. */
  reply(ref: string): Promise<RawFrame> {
    return this.next((frame) => frame.event === 'phx_reply' && frame.ref === ref, `a reply to ${ref}`);
  }

  async request(
    topic: string,
    event: string,
    payload: unknown = {},
    joinRef: string | null = null,
  ): Promise<RawFrame> {
    return this.reply(this.send(topic, event, payload, joinRef));
  }

  /** Joins and answers the join reference. Fails when the server refuses. */
  async join(topic: string, payload: unknown = { config: {} }): Promise<string> {
    const { ref, payload: answer } = await this.request(topic, 'phx_join', payload);
    if (answer['status'] !== 'ok') throw new Error(JSON.stringify(answer));
    return ref ?? '';
  }

  /** The first frame, past or future, that fits. */
  next(fits: (frame: RawFrame) => boolean, what = 'a frame'): Promise<RawFrame> {
    return until(() => this.frames.find(fits), what);
  }

  /** True once everything sent so far was answered, so that what has not come will not come. */
  async settled(): Promise<void> {
    await this.request('phoenix', 'heartbeat');
  }

  /** Hears of text frames before they are parsed. */
  onText(hear: (text: string) => void): void {
    this.#socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) hear(data.toString());
    });
  }

  close(): void {
    this.#socket.close();
  }

  #textFrame(data: Buffer): RawFrame {
    const parsed = JSON.parse(data.toString()) as unknown;
    if (this.#version === '1.0.0') {
      const { topic, event, payload, ref } = parsed as RawFrame;
      return { joinRef: null, ref, topic, event, payload };
    }
    const [joinRef, ref, topic, event, payload] = parsed as [
      string | null,
      string | null,
      string,
      string,
      Record<string, unknown>,
    ];
    return { joinRef, ref, topic, event, payload };
  }
}

/** Kind 4: topicLen eventLen metaLen encoding, the fields, the payload. */
function binaryFrame(data: Buffer): RawFrame {
  const [kind = 0, topicLength = 0, eventLength = 0, metaLength = 0, encoding = 0] = data;
  const end = (length: number, start: number): string => data.toString('utf8', start, start + length);
  const topic = end(topicLength, 5);
  const event = end(eventLength, 5 + topicLength);
  const meta = end(metaLength, 5 + topicLength + eventLength);
  const bytes = data.subarray(5 + topicLength + eventLength + metaLength);
  return {
    joinRef: null,
    ref: null,
    topic,
    event: `kind ${kind}`,
    payload: { event, meta, encoding },
    bytes,
  };
}

/** Kind 3, as the client would write it. */
export function userBroadcastPush(fields: {
  joinRef?: string;
  ref?: string;
  topic: string;
  event: string;
  metadata?: string;
  encoding?: number;
  payload: string | Buffer;
}): Buffer {
  const { joinRef = '', ref = '', topic, event, metadata = '', encoding = 1, payload } = fields;
  const parts = [joinRef, ref, topic, event, metadata].map((field) => Buffer.from(field));
  return Buffer.concat([
    Buffer.from([3, ...parts.map(({ length }) => length), encoding]),
    ...parts,
    Buffer.from(payload),
  ]);
}
