// Rows as docs/protocol.md says: every field arrives, and what is written back has the names of the wire.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  messageRow as message,
  sessionRow as session,
  summaryRow as summary,
} from '../../../../test/wire-rows.ts';
import { readMessage } from './message.ts';
import { isoTime } from './narrow.ts';
import { readInboxSession, readSession, writeChanges, writeVisitor } from './session.ts';
import { writeFilters } from './team.ts';

describe('well-formed rows', () => {
  test('a session', () => {
    assert.deepEqual(readSession(session), {
      id: 's1',
      widgetId: 'w1',
      status: 'pending',
      rev: 7,
      lastSeq: 3,
      visitorName: 'Grace',
      visitorEmail: null,
      visitorReadSeq: 2,
      visitorDeliveredSeq: 3,
      visitorUnread: 1,
      agentReadSeq: 1,
      agentDeliveredSeq: 1,
      agentUnread: 2,
      lastMessageAt: Date.UTC(2026, 0, 5, 9, 0, 0, 123),
      lastMessagePreview: 'Hi',
      lastMessageBy: 'agent',
      agentName: 'Ada',
      agentAvatarUrl: 'https://example.com/ada.png',
      rating: null,
      ratingComment: null,
      resolvedAt: null,
      createdAt: Date.UTC(2026, 0, 5, 8),
      updatedAt: Date.UTC(2026, 0, 5, 9),
    });
    assert.equal(readInboxSession(session), null, 'the visitor’s view is none of an agent');
    const { tags, priority, visitorVerified, snoozedUntil } = readInboxSession(summary) ?? {};
    assert.deepEqual([tags, priority, visitorVerified, snoozedUntil], [['a'], 'high', true, null]);
  });

  test('a message', () => {
    const read = readMessage(message);
    assert.deepEqual(read?.attachments, [
      { path: 't/s/m/a.png', name: 'a.png', type: 'image/png', size: 10, width: 4, height: 3 },
    ]);
    assert.deepEqual([read?.seq, read?.senderId, read?.createdAt], [3, null, Date.UTC(2026, 0, 5, 9)]);
  });

  test('what is written back', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(writeChanges({ assignedTo: null, snoozedUntil: 0 }))), {
      assigned_to: null,
      snoozed_until: '1970-01-01T00:00:00.000Z',
    });
    assert.deepEqual(JSON.parse(JSON.stringify(writeChanges({ snoozedUntil: null }))), {
      snoozed_until: null,
    });
    assert.deepEqual(JSON.parse(JSON.stringify(writeVisitor({ name: 'Grace' }))), { name: 'Grace' });
    assert.deepEqual(JSON.parse(JSON.stringify(writeFilters({ status: 'open', unread: true }))), {
      status: 'open',
      unread: true,
    });
    assert.equal(isoTime(undefined), undefined);
  });
});
