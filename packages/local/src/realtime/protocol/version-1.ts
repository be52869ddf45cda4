/** Protocol 1.0.0: every frame is a JSON object in a text frame; bytes cannot be expressed. */
import type { EncodedFrame, FrameHead, InboundFrame, UserBroadcast } from './frames.ts';
import { isRecord, refOf } from './values.ts';

/** Null for anything that is not a frame of this version. */
export function decodeVersion1(data: Buffer, binary: boolean): InboundFrame | null {
  if (binary) return null;
  const frame: unknown = JSON.parse(data.toString('utf8'));
  if (!isRecord(frame)) return null;
  const { topic, event } = frame;
  if (typeof topic !== 'string' || typeof event !== 'string' || !('payload' in frame) || !('ref' in frame))
    return null;
  return {
    joinRef: refOf(frame['join_ref']),
    ref: refOf(frame['ref']),
    topic,
    event,
    payload: frame['payload'],
  };
}

/** `payload` is JSON text. */
export function encodeJsonVersion1({ topic, event, ref = null }: FrameHead, payload: string): EncodedFrame {
  const text = `{"topic":${JSON.stringify(topic)},"event":${JSON.stringify(event)},"payload":${payload},"ref":${JSON.stringify(ref)}}`;
  return { data: Buffer.from(text), binary: false };
}

/** Splices the sender's JSON text into the frame, so that it arrives as it was written. */
export function encodeUserBroadcastVersion1(topic: string, broadcast: UserBroadcast): EncodedFrame | null {
  if (broadcast.encoding === 'binary') return null;
  const { event, payload, metadata } = broadcast;
  const meta = metadata === undefined ? '' : `,"meta":${JSON.stringify(metadata)}`;
  const head = `{"topic":${JSON.stringify(topic)},"event":"broadcast","ref":null,"payload":{"type":"broadcast","event":${JSON.stringify(event)}${meta},"payload":`;
  return { data: Buffer.concat([Buffer.from(head), payload, Buffer.from('}}')]), binary: false };
}
