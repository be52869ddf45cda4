// Risk: an older view of a conversation, or one that says less, takes the place of a newer one.
import assert from 'node:assert/strict';
import test from 'node:test';
import { buildInboxSession } from '../testing/builders.ts';
import { visitorView } from '../testing/memory-backend/visitor-view.ts';
import type { InboxSession } from '../types.ts';
import { mergeSession } from './session-view.ts';

const known = buildInboxSession({ rev: 5, teamRev: 3, priority: 'normal', status: 'open' });

test('an older rev, or an older team_rev of the same rev, changes nothing', () => {
  const older = { ...known, rev: 4, teamRev: 9, priority: 'low' } as const;
  assert.equal(mergeSession(known, older, 'agent'), known);
  const sameRev = { ...known, teamRev: 2, priority: 'low' } as const;
  assert.equal(mergeSession(known, sameRev, 'agent'), known);
  assert.equal(mergeSession(known, { ...known }, 'agent'), known);
});

test("the team's change of the same rev is taken", () => {
  const newer = { ...known, teamRev: 4, priority: 'urgent' } as const;
  assert.equal(mergeSession(known, newer, 'agent'), newer);
});

test("a visitor's view is laid over what the team knows, until the whole view follows", () => {
  const resolved = { ...known, rev: 6, status: 'resolved', snoozedUntil: null } as const;
  const laid = mergeSession<InboxSession>({ ...known, snoozedUntil: 1 }, visitorView(resolved), 'agent');
  assert.deepEqual([laid?.status, laid?.rev, laid?.teamRev, laid?.snoozedUntil], ['resolved', 6, 3, 1]);
  assert.equal(mergeSession(laid, resolved, 'agent'), resolved);
});
