// Who visitors are, in the in-memory backend. A token is the JSON of what a signed one would claim:
// `{"sub": "…", "name": "…", "email": "…"}`.

import { GlobalChatError } from '../../errors.ts';
import type { VisitorIdentity } from '../../types.ts';
import { emailAddress, shortText } from './arguments.ts';
import type { MemoryCaller } from './caller.ts';
import { commit } from './rows.ts';
import type { MemoryTables, VisitorRow } from './tables.ts';
import { newVisitor, samePerson } from './visitors.ts';

/** Makes the visitor the person that a token speaks of; what they wrote before comes along. */
export function identify(tables: MemoryTables, caller: MemoryCaller, token: string): VisitorIdentity {
  const claims = readClaims(token);
  const present = tables.visitors.get(tables.visitorsOfUsers.get(caller.userId) ?? '');
  if (present && present.externalId !== null && present.externalId !== claims.externalId) {
    throw new GlobalChatError('identity_conflict', 'Somebody else is identified here. Reset first.', {
      status: 409,
    });
  }
  let person = ensurePerson(tables, claims);
  if (!present) tables.visitorsOfUsers.set(caller.userId, person.id);
  else if (present.id !== person.id) person = mergeInto(tables, present, person);
  const { name, email } = person;
  return { externalId: claims.externalId, name, email };
}

function ensurePerson(tables: MemoryTables, claims: VisitorIdentity): VisitorRow {
  const known = [...tables.visitors.values()].find(({ externalId }) => externalId === claims.externalId);
  const before = known ?? { id: tables.newId(), name: null, email: null };
  return newVisitor(tables, {
    ...before,
    externalId: claims.externalId,
    name: claims.name ?? before.name,
    email: claims.email ?? before.email,
    verified: true,
  });
}

/** A block follows the person, so it also reaches what they wrote elsewhere. */
function mergeInto(tables: MemoryTables, present: VisitorRow, known: VisitorRow): VisitorRow {
  const affected = present.blockedAt === null ? [present.id] : [...samePerson(tables, known.id), present.id];
  const person = newVisitor(tables, { ...known, blockedAt: known.blockedAt ?? present.blockedAt });
  newVisitor(tables, { ...present, mergedInto: person.id });
  for (const [user, visitor] of tables.visitorsOfUsers)
    if (visitor === present.id) tables.visitorsOfUsers.set(user, person.id);
  for (const row of tables.sessions.values()) {
    if (!affected.includes(row.summary.visitorId)) continue;
    // What was only claimed before is not shown as verified: name and address are the person's, or none.
    commit(tables, row, {
      visitorName: person.name,
      visitorEmail: person.email,
      visitorVerified: true,
      visitorBlockedAt: person.blockedAt,
    });
  }
  return person;
}

function readClaims(token: string): VisitorIdentity {
  try {
    const { sub, name, email } = JSON.parse(token) as { sub?: unknown; name?: unknown; email?: unknown };
    if (typeof sub === 'string') {
      return {
        externalId: sub,
        name: typeof name === 'string' ? shortText(name, 'token.name', 120) : null,
        email: typeof email === 'string' ? emailAddress(email, 'token.email') : null,
      };
    }
  } catch {
    // No JSON: refused below, as a wrong signature would be.
  }
  throw new GlobalChatError('identity_invalid', 'This identity token is not valid.', { status: 403 });
}
