// Who visitors are, in the in-memory backend. Owns identity and erasure; a token is the JSON of what a signed one would
// claim: `{"sub": "…", "name": "…", "email": "…"}`.

import { GlobalChatError } from '../../errors.ts';
import type { VisitorIdentity } from '../../types.ts';
import type { MemoryCaller } from './caller.ts';
import type { MemoryDatabase } from './database.ts';
import type { MemoryHub } from './hub.ts';

export interface MemoryPeople {
  identify(caller: MemoryCaller, token: string): VisitorIdentity;
  erase(caller: MemoryCaller): void;
}

export function createMemoryPeople(database: MemoryDatabase, hub: MemoryHub): MemoryPeople {
  /** The host's ids, by visitor id. */
  const identities = new Map<string, string>();
  const visitorOf = ({ userId }: MemoryCaller): string => database.people.get(userId) ?? userId;

  return {
    identify(caller, token) {
      const claims = readClaims(token);
      const present = visitorOf(caller);
      if ((identities.get(present) ?? claims.externalId) !== claims.externalId) {
        throw new GlobalChatError('identity_conflict', 'Somebody else is identified here. Reset first.', {
          status: 409,
        });
      }
      const known = [...identities].find(([, externalId]) => externalId === claims.externalId);
      const person = known?.[0] ?? present;
      identities.set(person, claims.externalId);
      database.people.set(caller.userId, person);
      const { name, email } = claims;
      database.adopt(present, person, {
        visitorVerified: true,
        ...(name !== null && { visitorName: name }),
        ...(email !== null && { visitorEmail: email }),
      });
      return claims;
    },
    erase(caller) {
      const tenants = new Map(database.sessions().map(({ id, tenantId }) => [id, tenantId]));
      for (const id of database.erase(visitorOf(caller))) {
        hub.publish(`inbox:${tenants.get(id)}`, { erased: [id] });
        hub.publish(`session:${id}`, null);
      }
    },
  };
}

function readClaims(token: string): VisitorIdentity {
  try {
    const { sub, name, email } = JSON.parse(token) as { sub?: unknown; name?: unknown; email?: unknown };
    if (typeof sub === 'string') {
      return {
        externalId: sub,
        name: typeof name === 'string' ? name : null,
        email: typeof email === 'string' ? email : null,
      };
    }
  } catch {
    // No JSON: refused below, as a wrong signature would be.
  }
  throw new GlobalChatError('identity_invalid', 'This identity token is not valid.', { status: 403 });
}
