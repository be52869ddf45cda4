/**
 * Owns a person's sockets to Realtime: joining, sending and listening by hand, so that any topic and payload can be tried.
 */
import type { Json } from './attack.ts';
import type { Project } from './project.ts';

type Frame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: unknown,
];

/** A refused join is answered after some seconds on a hosted project. */
const ANSWER_LIMIT_MS = 15_000;
const LOOK_EVERY_MS = 20;

export interface JoinPayload {
  readonly token: string | undefined;
  readonly private: boolean;
  readonly replay: boolean;
  readonly presence: boolean;
  readonly changes: readonly Json[];
}

/** One socket with one topic. */
export class Line {
  /** Everything that came, as text. */
  readonly heard: string[] = [];
  readonly #socket: WebSocket;
  readonly #topic: string;
  readonly #replies = new Map<string, string>();
  #ref = 0;
  #closed = false;

  private constructor(socket: WebSocket, topic: string) {
    this.#socket = socket;
    this.#topic = `realtime:${topic}`;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') this.#take(data);
      // Realtime sends some broadcasts as bytes, whose payload is readable text all the same.
      else this.heard.push(Buffer.from(data as ArrayBuffer).toString());
    });
    socket.addEventListener('close', () => (this.#closed = true));
  }

  /** A socket with this key, or undefined when it is not opened. */
  static async open(project: Project, key: string, topic: string): Promise<Line | undefined> {
    const url = new URL('/realtime/v1/websocket', project.url);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = new URLSearchParams({ apikey: key, vsn: '2.0.0' }).toString();
    const socket = new WebSocket(url);
    const line = new Line(socket, topic);
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.addEventListener('open', () => resolve(true));
      socket.addEventListener('error', () => resolve(false));
      socket.addEventListener('close', () => resolve(false));
    });
    return isOpen ? line : undefined;
  }

  /** Whether the topic was joined. */
  async join({ token, private: isPrivate, replay, presence, changes }: JoinPayload): Promise<boolean> {
    const answer = await this.#ask(this.#topic, 'phx_join', {
      config: {
        broadcast: { ack: true, self: false, ...(replay ? { replay: { since: 1, limit: 25 } } : {}) },
        presence: { enabled: presence, key: '' },
        postgres_changes: changes,
        private: isPrivate,
      },
      ...(token === undefined ? {} : { access_token: token }),
    });
    return answer.includes('"status":"ok"');
  }

  send(event: string, payload: unknown, by: 'broadcast' | 'presence'): Promise<string> {
    return this.#ask(this.#topic, by, { type: by, event, payload }, false);
  }

  /** Until everything sent so far was answered, so that what has not come will not come. */
  async settle(): Promise<void> {
    await this.#ask('phoenix', 'heartbeat', {});
  }

  async until(fits: () => boolean): Promise<boolean> {
    const deadline = Date.now() + ANSWER_LIMIT_MS;
    while (!fits()) {
      if (Date.now() > deadline || this.#closed) return fits();
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return true;
  }

  close(): void {
    this.#socket.close();
  }

  async #ask(topic: string, event: string, payload: unknown, mustAnswer = true): Promise<string> {
    this.#ref += 1;
    const ref = String(this.#ref);
    this.#socket.send(JSON.stringify([event === 'heartbeat' ? null : '1', ref, topic, event, payload]));
    if (!mustAnswer) {
      await this.settle();
      return this.#replies.get(ref) ?? '';
    }
    await this.until(() => this.#replies.has(ref));
    return this.#replies.get(ref) ?? 'no answer';
  }

  #take(text: string): void {
    const [, ref, topic, event, payload] = JSON.parse(text) as Frame;
    if (event === 'phx_reply' && ref !== null) this.#replies.set(ref, JSON.stringify(payload));
    else if (topic === this.#topic) this.heard.push(JSON.stringify([event, payload]));
  }
}
