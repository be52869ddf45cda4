/**
 * Decodes inbound frames and builds outbound frames, which encode themselves once per protocol version. The only way to
 * and from the wire.
 */
import type {
  EncodedFrame,
  FrameHead,
  InboundFrame,
  OutboundFrame,
  ProtocolVersion,
  UserBroadcast,
} from './frames.ts';
import { isJsonTooDeep } from './json-depth.ts';
import { decodeVersion1, encodeJsonVersion1, encodeUserBroadcastVersion1 } from './version-1.ts';
import { decodeVersion2, encodeJsonVersion2, encodeUserBroadcastVersion2 } from './version-2.ts';

/** Null for a malformed frame: the caller drops it and keeps the socket. */
export function decodeFrame(version: ProtocolVersion, data: Buffer, binary: boolean): InboundFrame | null {
  if (!binary && isJsonTooDeep(data)) return null;
  try {
    return version === '1.0.0' ? decodeVersion1(data, binary) : decodeVersion2(data, binary);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A text frame. `payload` must be an object: clients crash on anything else. */
export function jsonFrame({ payload, ...head }: FrameHead & { readonly payload: object }): OutboundFrame {
  return rawJsonFrame(head, JSON.stringify(payload));
}

/** A text frame whose payload is the JSON text of an object already. */
export function rawJsonFrame(head: FrameHead, payload: string): OutboundFrame {
  return new CachedFrame(head.topic, head.event, (version) =>
    version === '1.0.0' ? encodeJsonVersion1(head, payload) : encodeJsonVersion2(head, payload),
  );
}

/** The answer to a push. */
export function replyFrame(
  request: Pick<InboundFrame, 'joinRef' | 'ref' | 'topic'>,
  status: 'ok' | 'error',
  response: object = {},
): OutboundFrame {
  const { joinRef, ref, topic } = request;
  return jsonFrame({ joinRef, ref, topic, event: 'phx_reply', payload: { status, response } });
}

/** A broadcast whose payload bytes go through untouched. `topic` is the full channel topic. */
export function userBroadcastFrame(topic: string, broadcast: UserBroadcast): OutboundFrame {
  return new CachedFrame(topic, 'broadcast', (version) =>
    version === '1.0.0'
      ? encodeUserBroadcastVersion1(topic, broadcast)
      : encodeUserBroadcastVersion2(topic, broadcast),
  );
}

class CachedFrame implements OutboundFrame {
  readonly topic: string;
  readonly event: string;
  readonly #encode: (version: ProtocolVersion) => EncodedFrame | null;
  readonly #encoded = new Map<ProtocolVersion, EncodedFrame | null>();

  constructor(topic: string, event: string, encode: (version: ProtocolVersion) => EncodedFrame | null) {
    this.topic = topic;
    this.event = event;
    this.#encode = encode;
  }

  encode(version: ProtocolVersion): EncodedFrame | null {
    let encoded = this.#encoded.get(version);
    if (encoded === undefined) {
      encoded = this.#encode(version);
      this.#encoded.set(version, encoded);
    }
    return encoded;
  }
}
