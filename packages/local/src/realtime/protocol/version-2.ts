/**
 * Protocol 2.0.0: JSON arrays in text frames, and two binary frames for user broadcasts: kind 3 to the
 * server, kind 4 to the client. Clients throw on any other binary kind, so no other is ever sent.
 */
import type { EncodedFrame, FrameHead, InboundFrame, PayloadEncoding, UserBroadcast } from './frames.ts';
import { isRecord, refOf } from './values.ts';

const KIND_PUSH = 0;
const KIND_USER_BROADCAST_PUSH = 3;
const KIND_USER_BROADCAST = 4;
const ENCODING_BINARY = 0;
const ENCODING_JSON = 1;
/** Lengths in binary headers are one byte. */
const MAX_FIELD_BYTES = 255;

/** Null for anything that is not a frame of this version. */
export function decodeVersion2(data: Buffer, binary: boolean): InboundFrame | null {
  return binary ? decodeBinary(data) : decodeText(data);
}

/** `payload` is JSON text. */
export function encodeJsonVersion2(
  { joinRef = null, ref = null, topic, event }: FrameHead,
  payload: string,
): EncodedFrame {
  const head = JSON.stringify([joinRef, ref, topic, event]);
  return { data: Buffer.from(`${head.slice(0, -1)},${payload}]`), binary: false };
}

/** Null when topic, event or metadata exceed what the one-byte lengths can say. */
export function encodeUserBroadcastVersion2(topic: string, broadcast: UserBroadcast): EncodedFrame | null {
  const { event, metadata, payload } = broadcast;
  const fields = [topic, event, metadata === undefined ? '' : JSON.stringify(metadata)].map((field) =>
    Buffer.from(field),
  );
  if (fields.some((field) => field.length > MAX_FIELD_BYTES)) return null;
  const encoding = broadcast.encoding === 'json' ? ENCODING_JSON : ENCODING_BINARY;
  const head = Buffer.from([KIND_USER_BROADCAST, ...fields.map((field) => field.length), encoding]);
  return { data: Buffer.concat([head, ...fields, payload]), binary: true };
}

function decodeText(data: Buffer): InboundFrame | null {
  const frame: unknown = JSON.parse(data.toString('utf8'));
  if (!Array.isArray(frame) || frame.length !== 5) return null;
  const [joinRef, ref, topic, event, payload] = frame as unknown[];
  if (typeof topic !== 'string' || typeof event !== 'string') return null;
  return { joinRef: refOf(joinRef), ref: refOf(ref), topic, event, payload };
}

function decodeBinary(data: Buffer): InboundFrame | null {
  if (data[0] === KIND_USER_BROADCAST_PUSH) return decodeUserBroadcastPush(data);
  if (data[0] === KIND_PUSH) return decodePush(data);
  return null;
}

/** The client's own broadcast: joinRefLen refLen topicLen eventLen metaLen encoding, then the fields. */
function decodeUserBroadcastPush(data: Buffer): InboundFrame | null {
  const fields = readFields(data, 5, 7);
  if (fields === null) return null;
  const [joinRef = '', ref = '', topic = '', event = '', metadata = ''] = fields.values;
  const encoding = encodingOf(data[6]);
  if (encoding === null) return null;
  const payload = data.subarray(fields.end);
  if (encoding === 'json') JSON.parse(payload.toString('utf8'));
  const parsed: unknown = metadata === '' ? undefined : JSON.parse(metadata);
  const userBroadcast: UserBroadcast = {
    event,
    encoding,
    payload,
    ...(isRecord(parsed) ? { metadata: parsed } : {}),
  };
  return {
    joinRef: joinRef || null,
    ref: ref || null,
    topic,
    event: 'broadcast',
    payload: {},
    userBroadcast,
  };
}

/** Phoenix's generic binary push; no event of ours has a bytes payload, so only its envelope matters. */
function decodePush(data: Buffer): InboundFrame | null {
  const fields = readFields(data, 4, 5);
  if (fields === null) return null;
  const [joinRef = '', ref = '', topic = '', event = ''] = fields.values;
  return { joinRef: joinRef || null, ref: ref || null, topic, event, payload: data.subarray(fields.end) };
}

/** Lengths start at byte 1, the fields at `start`. Null when they run past the frame. */
function readFields(data: Buffer, count: number, start: number): { values: string[]; end: number } | null {
  if (data.length < start) return null;
  const values: string[] = [];
  let offset = start;
  for (let index = 1; index <= count; index += 1) {
    const end = offset + (data[index] ?? 0);
    if (end > data.length) return null;
    values.push(data.toString('utf8', offset, end));
    offset = end;
  }
  return { values, end: offset };
}

function encodingOf(byte: number | undefined): PayloadEncoding | null {
  if (byte === ENCODING_JSON) return 'json';
  return byte === ENCODING_BINARY ? 'binary' : null;
}
