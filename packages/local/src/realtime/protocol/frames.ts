/**
 * Frames without a protocol version: what a socket hands in and what a channel sends. Their bytes are read and written
 * by the version modules beside this file.
 */

/** The `vsn` query parameter of the upgrade. */
export type ProtocolVersion = '1.0.0' | '2.0.0';

/** How the payload of a user broadcast travels: JSON text, or bytes the server never looks into. */
export type PayloadEncoding = 'json' | 'binary';

/** A broadcast whose payload is carried as it was written, never parsed and printed again. */
export interface UserBroadcast {
  readonly event: string;
  readonly encoding: PayloadEncoding;
  /** JSON text in UTF-8 for `json`, any bytes for `binary`. */
  readonly payload: Buffer;
  /** What the sender asked for (`persist`) or what the server tells (`id`, `replayed`). */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** One frame from a client. `userBroadcast` is set, and `payload` empty, for binary broadcasts (kind 3). */
export interface InboundFrame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
  readonly payload: unknown;
  readonly userBroadcast?: UserBroadcast;
}

/** One WebSocket message. */
export interface EncodedFrame {
  readonly data: Buffer;
  readonly binary: boolean;
}

/** Everything of a text frame from the server but its payload. */
export interface FrameHead {
  readonly joinRef?: string | null;
  readonly ref?: string | null;
  readonly topic: string;
  readonly event: string;
}

/** A frame to one or many clients, encoded once per protocol version however many receive it. */
export interface OutboundFrame {
  readonly topic: string;
  readonly event: string;
  /** Null when this version cannot express the frame (binary broadcasts in 1.0.0). */
  encode(version: ProtocolVersion): EncodedFrame | null;
}
