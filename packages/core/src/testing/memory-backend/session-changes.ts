// What agents change about sessions of the in-memory backend: status, assignee, tags, priority, snoozing, a block.

import type { InboxSession, SessionChanges } from '../../types.ts';
import { textList } from './arguments.ts';
import type { MemoryCaller } from './caller.ts';
import { invalidArgument, notAllowed } from './refusals.ts';
import { agentOf, commit, commitForTeam, sessionRow, unchanged } from './rows.ts';
import { changesNothing } from './session-calls.ts';
import type { MemoryTables, SessionRow } from './tables.ts';
import { samePerson } from './visitors.ts';

const MAX_SESSIONS_AT_ONCE = 200;
const MAX_TAGS = 20;
const MAX_TAG_CHARACTERS = 60;
const FIVE_YEARS_MS = 5 * 365.25 * 86_400_000;

const CHOICES = {
  status: ['open', 'pending', 'resolved'],
  priority: ['low', 'normal', 'high', 'urgent'],
} as const;

/** All or nothing. */
export function updateSessions(
  tables: MemoryTables,
  caller: MemoryCaller,
  sessionIds: readonly string[],
  changes: SessionChanges,
): readonly InboxSession[] {
  if (sessionIds.length > MAX_SESSIONS_AT_ONCE)
    throw invalidArgument(`session_ids is a list of at most ${MAX_SESSIONS_AT_ONCE} sessions.`);
  const wanted = [...new Set(sessionIds)].map((id) => {
    const row = sessionRow(tables, caller, id);
    if (caller.side !== 'agent') throw notAllowed('Only agents may do that.');
    return { row, checked: checkedChanges(tables, row.summary.tenantId, changes) };
  });
  return wanted.map(({ row, checked }) => changeSession(tables, row, checked));
}

/** What changes nothing takes no rev and tells nobody. A visitor hears of a new status alone. */
function changeSession(tables: MemoryTables, row: SessionRow, checked: SessionChanges): InboxSession {
  const { summary } = row;
  const { status } = checked;
  const change: Partial<InboxSession> = {
    ...checked,
    ...(status !== undefined && {
      resolvedAt: status === 'resolved' ? (summary.resolvedAt ?? tables.now()) : null,
    }),
    ...(status === 'resolved' && checked.snoozedUntil === undefined && { snoozedUntil: null }),
  };
  if (changesNothing(summary, change)) return unchanged(row).session;
  const isVisible = status !== undefined && status !== summary.status;
  return (isVisible ? commit(tables, row, change) : commitForTeam(tables, row, change)).session;
}

function checkedChanges(tables: MemoryTables, tenantId: string, changes: SessionChanges): SessionChanges {
  const { assignedTo, tags, snoozedUntil } = changes;
  for (const [field, choices] of Object.entries(CHOICES)) {
    const value = changes[field as keyof typeof CHOICES];
    if (value !== undefined && !(choices as readonly string[]).includes(value))
      throw invalidArgument(`${field} is one of ${choices.join(', ')}.`);
  }
  if (typeof assignedTo === 'string' && !agentOf(tables, assignedTo, tenantId))
    throw invalidArgument('assigned_to is no agent of this tenant.');
  const now = tables.now();
  if (typeof snoozedUntil === 'number' && (snoozedUntil <= now || snoozedUntil > now + FIVE_YEARS_MS))
    throw invalidArgument('snoozed_until must be a time to come.');
  const checked = Object.entries(changes).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(checked),
    ...(tags && { tags: textList(tags, 'changes.tags', MAX_TAGS, MAX_TAG_CHARACTERS) }),
  };
}

/** Blocks a person, or lets them write again, in any browser they are known in. */
export function blockVisitor(tables: MemoryTables, visitorId: string, blocked: boolean): void {
  const person = samePerson(tables, visitorId);
  const moment = blocked ? tables.now() : null;
  for (const id of person) {
    const visitor = tables.visitors.get(id);
    if (visitor && (visitor.blockedAt === null) === blocked)
      tables.visitors.set(id, { ...visitor, blockedAt: moment });
  }
  for (const row of tables.sessions.values()) {
    const { visitorId: id, visitorBlockedAt } = row.summary;
    if (person.includes(id) && (visitorBlockedAt === null) === blocked)
      commitForTeam(tables, row, { visitorBlockedAt: moment });
  }
}
