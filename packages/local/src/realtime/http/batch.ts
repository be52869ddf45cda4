/** Reads and checks the body of a batch broadcast. One bad message refuses the whole batch. */
import { isRecord } from '../protocol/values.ts';

export interface BatchMessage {
  readonly topic: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly isPrivate: boolean;
}

/** Texts by field, one entry per message, empty for good ones; or texts about the list itself. */
export type BatchErrors = readonly (Readonly<Record<string, string[]>> | string)[];

/** `errors` is null for a good batch. `payloadBytes` limits each payload. */
export function readBatch(
  body: unknown,
  payloadBytes: number | undefined,
): { messages: BatchMessage[]; errors: BatchErrors | null } {
  const list: unknown = isRecord(body) ? body['messages'] : undefined;
  if (list === undefined || list === null || (Array.isArray(list) && list.length === 0))
    return { messages: [], errors: ["can't be blank"] };
  if (!Array.isArray(list)) return { messages: [], errors: ['is invalid'] };
  const messages: BatchMessage[] = [];
  const errors = (list as unknown[]).map((item) => readMessage(item, payloadBytes, messages));
  const isGood = errors.every((fields) => Object.keys(fields).length === 0);
  return isGood ? { messages, errors: null } : { messages: [], errors };
}

function readMessage(
  item: unknown,
  payloadBytes: number | undefined,
  messages: BatchMessage[],
): Record<string, string[]> {
  const { topic, event, payload, private: isPrivate } = isRecord(item) ? item : {};
  const errors: Record<string, string[]> = {};
  if (!isText(topic)) errors['topic'] = [problemOf(topic)];
  if (!isText(event)) errors['event'] = [problemOf(event)];
  if (!isRecord(payload)) errors['payload'] = [problemOf(payload)];
  else if (payloadBytes !== undefined && Buffer.byteLength(JSON.stringify(payload)) > payloadBytes) {
    errors['payload'] = ['Payload size exceeds tenant limit'];
  }
  if (isText(topic) && isText(event) && isRecord(payload))
    messages.push({ topic, event, payload, isPrivate: isPrivate === true || isPrivate === 'true' });
  return errors;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function problemOf(value: unknown): string {
  return value === undefined ||
    value === null ||
    value === '' ||
    (typeof value === 'string' && value.trim() === '')
    ? "can't be blank"
    : 'is invalid';
}
