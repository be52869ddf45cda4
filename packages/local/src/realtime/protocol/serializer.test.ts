/** Bytes on the wire, against the written examples and against nonsense. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeFrame, jsonFrame, rawJsonFrame, replyFrame, userBroadcastFrame } from './serializer.ts';

const textOf = (frame: { data: Buffer; binary: boolean } | null): unknown =>
  frame !== null && !frame.binary && JSON.parse(frame.data.toString());

it('reads the example of a user broadcast push', () => {
  const bytes = Buffer.concat([Buffer.from([3, 1, 1, 10, 2, 0, 1]), Buffer.from('67realtime:rhi{"x":1}')]);
  assert.deepEqual(decodeFrame('2.0.0', bytes, true), {
    joinRef: '6',
    ref: '7',
    topic: 'realtime:r',
    event: 'broadcast',
    payload: {},
    userBroadcast: { event: 'hi', encoding: 'json', payload: Buffer.from('{"x":1}') },
  });
});

it('measures fields in bytes, not characters', () => {
  const broadcast = {
    event: 'ü🙂',
    encoding: 'binary' as const,
    payload: Buffer.from([1]),
    metadata: { id: 'é' },
  };
  const { data, binary } = userBroadcastFrame('realtime:ä', broadcast).encode('2.0.0') ?? {};
  assert.equal(binary, true);
  const meta = Buffer.from('{"id":"é"}');
  assert.deepEqual(
    data,
    Buffer.concat([
      Buffer.from([4, 11, 6, meta.length, 0]),
      Buffer.from('realtime:äü🙂'),
      meta,
      Buffer.from([1]),
    ]),
  );
});

it('does not say what one byte of length cannot say', () => {
  const payload = Buffer.from('{}');
  assert.equal(
    userBroadcastFrame(`realtime:${'x'.repeat(250)}`, { event: 'e', encoding: 'json', payload }).encode(
      '2.0.0',
    ),
    null,
  );
  assert.equal(
    userBroadcastFrame('realtime:x', { event: 'é'.repeat(128), encoding: 'json', payload }).encode('2.0.0'),
    null,
  );
});

it('splices the text of a sender into 1.0.0 as it was written', () => {
  const frame = userBroadcastFrame('realtime:x', {
    event: 'e',
    encoding: 'json',
    payload: Buffer.from('{"a": 1.0}'),
    metadata: { id: '1' },
  });
  const { data } = frame.encode('1.0.0') ?? {};
  assert.ok(data?.includes('"payload":{"a": 1.0}}'));
  assert.deepEqual(JSON.parse(String(data)), {
    topic: 'realtime:x',
    event: 'broadcast',
    ref: null,
    payload: { type: 'broadcast', event: 'e', meta: { id: '1' }, payload: { a: 1 } },
  });
});

it('replies in both versions', () => {
  const frame = replyFrame({ joinRef: '6', ref: '7', topic: 'realtime:r' }, 'ok');
  assert.deepEqual(textOf(frame.encode('2.0.0')), [
    '6',
    '7',
    'realtime:r',
    'phx_reply',
    { status: 'ok', response: {} },
  ]);
  assert.deepEqual(textOf(frame.encode('1.0.0')), {
    topic: 'realtime:r',
    event: 'phx_reply',
    payload: { status: 'ok', response: {} },
    ref: '7',
  });
});

it('encodes once per version however often it is asked', () => {
  const frame = jsonFrame({ topic: 't', event: 'e', payload: {} });
  assert.equal(frame.encode('2.0.0'), frame.encode('2.0.0'));
  assert.notEqual(frame.encode('2.0.0'), frame.encode('1.0.0'));
});

it('hands raw JSON through with all its digits', () => {
  const frame = rawJsonFrame({ topic: 't', event: 'e' }, '{"id":9007199254740993}');
  for (const version of ['1.0.0', '2.0.0'] as const)
    assert.ok(frame.encode(version)?.data.includes('9007199254740993'));
});

it('takes nonsense for nothing, never for an exception', () => {
  const random = Buffer.from(Array.from({ length: 64 }, (_, index) => (index * 37) % 256));
  for (let length = 0; length <= 64; length += 1) {
    for (let kind = 0; kind < 8; kind += 1) {
      const bytes = Buffer.concat([Buffer.from([kind]), random.subarray(0, length)]);
      for (const version of ['1.0.0', '2.0.0'] as const) {
        for (const binary of [true, false]) {
          const frame = decodeFrame(version, bytes, binary);
          assert.ok(frame === null || typeof frame.topic === 'string');
        }
      }
    }
  }
});
