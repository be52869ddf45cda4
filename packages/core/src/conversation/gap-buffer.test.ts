import assert from 'node:assert/strict';
import test from 'node:test';
import { createConversationSync } from '../sync/conversation-sync.ts';
import { buildMessage, buildSession, createManualClock, createMemoryEnvironment } from '../testing/index.ts';
import type { SessionWatcher, SyncPage, SyncRequest } from '../transport/transport.ts';
import type { Message } from '../types.ts';

/** A server with `stored` messages, each with rev = seq, and a hand on the socket. */
function arrange(stored: Message[]) {
  const clock = createManualClock();
  const environment = createMemoryEnvironment({ clock });
  const requests: SyncRequest[] = [];
  const shown: number[] = [];
  let watcher: SessionWatcher | null = null;
  let gate: Promise<void> = Promise.resolve();
  const answer = ({ sinceRev = 0 }: SyncRequest): SyncPage => ({
    session: buildSession({ rev: stored.length, lastSeq: stored.length }),
    rev: stored.length,
    messages: stored.filter(({ rev }) => rev > sinceRev),
    hasMore: false,
    complete: true,
  });
  const sync = createConversationSync({
    sessionId: 's',
    environment,
    transport: {
      async sync(request) {
        requests.push(request);
        const page = answer(request);
        await gate;
        return page;
      },
      watchSession(_id, given) {
        watcher = given;
        return { close: () => undefined };
      },
    },
    onChange: ({ messages }) => shown.push(...messages.map(({ seq }) => seq)),
    onError: () => undefined,
  });
  const hear = (seq: number): void =>
    watcher?.onEvent({
      rev: seq,
      session: buildSession({ rev: seq, lastSeq: seq }),
      message: buildMessage({ seq }),
    });
  return {
    clock,
    requests,
    shown,
    sync,
    hear,
    hold: () => {
      let release = (): void => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        gate = Promise.resolve();
        release();
      };
    },
  };
}

test('an event with the next rev is applied without asking the server', async () => {
  const { sync, clock, hear, shown, requests } = arrange([buildMessage({ seq: 1 })]);
  sync.start();
  await clock.settle();
  const asked = requests.length;
  hear(2);
  assert.deepEqual(shown, [1, 2]);
  await clock.settle();
  assert.equal(requests.length, asked);
  sync.stop();
});

test('an event that is known already changes nothing', async () => {
  const { sync, clock, hear, shown, requests } = arrange([
    buildMessage({ seq: 1 }),
    buildMessage({ seq: 2 }),
  ]);
  sync.start();
  await clock.settle();
  const asked = requests.length;
  hear(2);
  hear(1);
  hear(2);
  await clock.settle();
  assert.deepEqual(shown, [1, 2]);
  assert.equal(requests.length, asked, 'and costs no request');
  sync.stop();
});

test('an event after a gap waits for the sync that fills it', async () => {
  const stored = [buildMessage({ seq: 1 })];
  const { sync, clock, hear, shown, requests } = arrange(stored);
  sync.start();
  await clock.settle();
  const asked = requests.length;
  stored.push(buildMessage({ seq: 2 }), buildMessage({ seq: 3 }));
  hear(3);
  assert.deepEqual(shown, [1], 'not shown before what is missing');
  await clock.settle();
  assert.deepEqual(shown, [1, 2, 3]);
  assert.equal(requests.length, asked + 1);
  assert.equal(requests.at(-1)?.sinceRev, 1);
  sync.stop();
});

test('events that outran a sync in flight are applied after it, in order', async () => {
  const stored = [buildMessage({ seq: 1 })];
  const { sync, clock, hear, shown, hold } = arrange(stored);
  sync.start();
  await clock.settle();
  stored.push(buildMessage({ seq: 2 }), buildMessage({ seq: 3 }));
  const release = hold();
  hear(3);
  hear(5);
  hear(4);
  await clock.settle();
  assert.deepEqual(shown, [1]);
  stored.push(buildMessage({ seq: 4 }), buildMessage({ seq: 5 }));
  release();
  await clock.settle();
  assert.deepEqual(shown.slice(0, 5), [1, 2, 3, 4, 5]);
  sync.stop();
});

test('events heard before the first answer are not lost', async () => {
  const stored = [buildMessage({ seq: 1 })];
  const { sync, clock, hear, shown, hold } = arrange(stored);
  const release = hold();
  sync.start();
  await clock.settle();
  hear(2);
  release();
  await clock.settle();
  assert.deepEqual(shown, [1, 2]);
  sync.stop();
});

test('reordered events are shown in order', async () => {
  const stored = [buildMessage({ seq: 1 })];
  const { sync, clock, hear, shown, hold } = arrange(stored);
  sync.start();
  await clock.settle();
  const release = hold();
  for (const seq of [4, 3, 5, 2]) hear(seq);
  assert.deepEqual(shown, [1, 2, 3, 4, 5]);
  release();
  await clock.settle();
  assert.deepEqual(shown, [1, 2, 3, 4, 5]);
  sync.stop();
});

test('an answer about an older message, with the rev that somebody else made, skips nothing', async () => {
  const stored = [buildMessage({ seq: 1 }), buildMessage({ seq: 2 })];
  const { sync, clock, shown } = arrange(stored);
  sync.start();
  await clock.settle();
  // As after a repeated send, or an edit that changed nothing: the event of rev 3 was lost.
  stored.push(buildMessage({ seq: 3 }));
  sync.commit({ rev: 3, session: buildSession({ rev: 3, lastSeq: 3 }), message: buildMessage({ seq: 1 }) });
  await clock.settle();
  assert.deepEqual(shown, [1, 2, 3]);
  stored.push(buildMessage({ seq: 4 }));
  sync.commit({ rev: 4, session: buildSession({ rev: 4, lastSeq: 4 }) });
  await clock.settle();
  assert.deepEqual(shown, [1, 2, 3, 4]);
  sync.stop();
});

test('the answer to an own send is applied at once when nothing is missing before it', async () => {
  const stored = [buildMessage({ seq: 1 })];
  const { sync, clock, shown, requests } = arrange(stored);
  sync.start();
  await clock.settle();
  const asked = requests.length;
  stored.push(buildMessage({ seq: 2 }));
  sync.commit({ rev: 2, session: buildSession({ rev: 2, lastSeq: 2 }), message: buildMessage({ seq: 2 }) });
  assert.deepEqual(shown, [1, 2]);
  await clock.settle();
  assert.equal(requests.length, asked);
  sync.stop();
});

test('a sign that comes while the server is being asked is followed by asking once more', async () => {
  const stored = [buildMessage({ seq: 1 })];
  const { sync, clock, shown, requests, hold } = arrange(stored);
  sync.start();
  await clock.settle();
  const release = hold();
  void sync.sync();
  // The answer that is on its way was made before this was stored, and its event is lost.
  stored.push(buildMessage({ seq: 2 }));
  const asked = requests.length;
  void sync.sync();
  void sync.sync();
  release();
  await clock.settle();
  assert.deepEqual(shown, [1, 2]);
  assert.equal(requests.length, asked + 1, 'once, however many signs there were');
  sync.stop();
});
