// Payloads that are not what docs/protocol.md says: nothing throws, nothing of a wrong type gets through.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  messageRow as message,
  sessionRow as session,
  summaryRow as summary,
} from '../../../../test/wire-rows.ts';
import { readWidgetConfig } from './config.ts';
import { readCommitted, readSessionEvent, readSyncPage, readTyping } from './events.ts';
import { readMessage } from './message.ts';
import { time } from './narrow.ts';
import { readInboxSession, readSession } from './session.ts';
import {
  readAgent,
  readCannedReply,
  readMembership,
  readNote,
  readPresence,
  readSessionPage,
} from './team.ts';
import { readSessionDetails } from './session-details.ts';

/** Everything JSON can be, and some of it nested where objects are expected. */
const NONSENSE: readonly unknown[] = [
  null,
  undefined,
  true,
  0,
  -1,
  1.5,
  1e400,
  '',
  'text',
  '2026-13-45T99:99:99Z',
  [],
  [[]],
  [null],
  {},
  { id: {} },
  JSON.parse('{"__proto__":{"id":"x"},"constructor":{"prototype":{}},"id":"s1"}'),
  'x'.repeat(100_000),
];

const READERS: Readonly<Record<string, (value: unknown) => unknown>> = {
  readSession,
  readInboxSession,
  readMessage,
  readNote,
  readAgent,
  readMembership,
  readCannedReply,
  readSessionPage,
  readSessionDetails,
  readWidgetConfig,
  readTyping: (value) => readTyping(value, true),
  readCommitted: (value) => readCommitted(value, readSession),
  readSyncPage: (value) => readSyncPage(value, readSession),
  readSessionEvent: (value) => readSessionEvent('s1', value, readSession),
  readPresence: (value) => readPresence([value]),
};

/** A row of which any field may be anything: each reader's result must have the same types as for the good row. */
const GOOD: Readonly<Record<string, Record<string, unknown>>> = {
  readSession: session,
  readInboxSession: summary,
  readMessage: message,
  readNote: {
    id: 'n1',
    session_id: 's1',
    author_id: 'u1',
    author_name: 'Ada',
    content: 'x',
    mentions: ['u2'],
    created_at: '2026-01-05',
  },
  readWidgetConfig: {
    id: 'w1',
    name: 'Site',
    team_name: 'Team',
    colors: { primary: '#112233' },
    texts: { greeting: 'Hi' },
    locales: { de: { greeting: 'Hallo' } },
    pre_chat: [{ key: 'name', label: 'Name', type: 'text', required: true, options: [], pattern: null }],
    features: { sounds: true },
    availability: { online: true },
    team: [{ name: 'Ada', avatar_url: null }],
    server_time: '2026-01-05T09:00:00Z',
  },
};

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

for (const [name, read] of Object.entries(READERS)) {
  test(`${name} survives nonsense, whole and in each field`, () => {
    for (const value of NONSENSE) read(value);
    const good = GOOD[name];
    if (!good) return;
    const expected = read(good) as Record<string, unknown>;
    assert.ok(expected);
    for (const field of Object.keys(good)) {
      for (const value of NONSENSE) {
        const result = read({ ...good, [field]: value }) as Record<string, unknown> | null;
        for (const [key, kept] of Object.entries(result ?? {})) {
          const [was, is] = [typeOf(expected[key]), typeOf(kept)];
          assert.ok(
            is === was || is === 'null' || was === 'null',
            `${key} became ${is} for ${field} = ${String(value)}`,
          );
          assert.ok(typeof kept !== 'number' || Number.isFinite(kept), `${key} became ${String(kept)}`);
        }
      }
    }
  });
}

test('a row that cannot be placed is dropped, the rest of its page stays', () => {
  const page = readSyncPage(
    {
      session,
      rev: 7,
      messages: [null, message, { ...message, seq: 0 }, { ...message, sender_type: 'robot' }],
      complete: false,
    },
    readSession,
  );
  assert.deepEqual(
    [page?.messages.map(({ id }) => id), page?.complete, page?.hasMore],
    [['m1'], false, false],
  );
});

test('an event must be about the session of its topic', () => {
  assert.ok(readSessionEvent('s1', { rev: 7, session, message }, readSession));
  assert.ok(readSessionEvent('s1', { rev: 7, session }, readSession));
  assert.equal(readSessionEvent('s2', { rev: 7, session, message }, readSession), null);
  assert.equal(
    readSessionEvent('s1', { rev: 7, session, message: { ...message, session_id: 's2' } }, readSession),
    null,
  );
  assert.equal(readSessionEvent('s1', { rev: '7', session }, readSession), null);
});

test('a colour is a colour and nothing else', () => {
  const colors = {
    primary: '#2350d8',
    on_primary: null,
    surface: 'url(https://evil.example/x)',
    on_surface: 'red; } * { background: url(//evil.example)',
    bubble_agent: 'var(--x)',
    bubble_visitor: 7,
    __proto__x: '#fff',
  };
  assert.deepEqual(readWidgetConfig({ id: 'w1', colors })?.colors, {
    primary: '#2350d8',
    '--proto--x': '#fff',
  });
});

test('pictures come from the web only, and a key called __proto__ is a mere key', () => {
  for (const address of [
    'javascript:alert(1)',
    'data:image/svg+xml,<svg/>',
    '//evil.example/x.png',
    'blob:x',
  ]) {
    assert.equal(readSession({ ...session, agent_avatar_url: address })?.agentAvatarUrl, null);
    assert.equal(readMessage({ ...message, sender_avatar_url: address })?.senderAvatarUrl, null);
  }
  const hostile: unknown = JSON.parse(
    '{"id":"w1","texts":{"__proto__":"x","greeting":"Hi"},"locales":{"__proto__":{"a":"b"}}}',
  );
  const config = readWidgetConfig(hostile);
  assert.equal(config?.texts.greeting, 'Hi');
  assert.equal(Object.getPrototypeOf(config?.texts), Object.prototype);
  assert.equal(({} as Record<string, unknown>).a, undefined);
});

test('typing is a boolean and a short name', () => {
  assert.deepEqual(readTyping({ typing: 'yes', name: { toString: 'x' } }, true), {
    typing: false,
    name: null,
  });
  assert.equal(readTyping({ typing: true, name: 'x'.repeat(5000) }, true).name?.length, 120);
  assert.deepEqual(readTyping({ typing: true, name: 'Your bank' }, false), { typing: true, name: null });
});

test('a person with several tabs is one person, where they look at something', () => {
  const people = readPresence([
    { user_id: 'u1', name: 'Ada', viewing: 's1', typing: false },
    { user_id: 'u1', name: 'Ada', viewing: null, typing: false },
    { user_id: 'u2', name: 'Lin', viewing: null, typing: false },
    { user_id: 'u2', name: 'Lin', viewing: 's2', typing: true },
    { name: 'nobody' },
  ]);
  assert.deepEqual(people, [
    { userId: 'u1', name: 'Ada', viewing: 's1', typing: false },
    { userId: 'u2', name: 'Lin', viewing: 's2', typing: true },
  ]);
});

test('times are epoch milliseconds whatever the zone and precision', () => {
  assert.equal(time('2026-01-05T10:30:00.5+01:30'), Date.UTC(2026, 0, 5, 9, 0, 0, 500));
  for (const nonsense of ['', 'now', 'infinity', 7, null]) assert.equal(time(nonsense), null);
});

test('a radius is a whole number of pixels from 0 on, or not told at all', () => {
  const radius = (value: unknown) => readWidgetConfig({ id: 'w1', radius: value })?.radius;
  assert.deepEqual([0, 12, -3, 1.5].map(radius), [0, 12, 0, 0]);
  assert.deepEqual([undefined, null, '12', '1px;}*{display:none'].map(radius), [null, null, null, null]);
});
