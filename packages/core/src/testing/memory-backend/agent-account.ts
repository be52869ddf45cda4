// Who is signed in at an agent's in-memory transport, and the tenants that this user is an agent of.

import { GlobalChatError } from '../../errors.ts';
import type { Membership } from '../../types.ts';
import { chosenBy } from './availability.ts';
import type { MemoryCaller } from './caller.ts';
import { notAllowed } from './refusals.ts';
import type { MemoryTenant } from './tables.ts';

type Tenants = ReadonlyMap<string, MemoryTenant>;

export interface AgentAccount {
  readonly userId: () => string | null;
  readonly setUser: (userId: string | null) => void;
  readonly watchUser: (listener: (userId: string | null) => void) => () => void;
  /** Throws `not_signed_in`, as everything below. */
  readonly signedIn: () => string;
  readonly memberships: () => readonly Membership[];
  readonly caller: () => MemoryCaller;
  /** `not_allowed` unless the user is an agent of it. */
  readonly tenant: (tenantId: string) => MemoryTenant;
  readonly isAgentOf: (tenantId: string) => boolean;
}

export function createAgentAccount(tenants: Tenants, firstUserId: string | null): AgentAccount {
  let user = firstUserId;
  const listeners = new Set<(userId: string | null) => void>();
  const account: AgentAccount = {
    userId: () => user,
    signedIn() {
      if (user === null) throw new GlobalChatError('not_signed_in', 'Nobody is signed in.', { status: 401 });
      return user;
    },
    setUser(userId) {
      user = userId;
      for (const listener of listeners) listener(userId);
    },
    watchUser(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    memberships: () => membershipsOf(tenants, account.signedIn()),
    caller: () => callerOf(account.signedIn(), account.memberships()[0]),
    tenant(tenantId) {
      account.signedIn();
      const found = tenants.get(tenantId);
      if (!found || !account.isAgentOf(tenantId)) throw notAllowed('Only agents of this tenant may do that.');
      return found;
    },
    isAgentOf: (tenantId) => tenants.get(tenantId)?.agents.some(({ userId }) => userId === user) ?? false,
  };
  return account;
}

function membershipsOf(tenants: Tenants, userId: string): readonly Membership[] {
  return [...tenants.values()].flatMap((tenant) =>
    tenant.agents
      .filter((agent) => agent.userId === userId)
      .map((agent) => ({
        ...agent,
        tenantId: tenant.id,
        tenantName: tenant.name,
        availability: chosenBy(tenant, userId),
      })),
  );
}

function callerOf(userId: string, membership: Membership | undefined): MemoryCaller {
  return {
    side: 'agent',
    userId,
    tenantId: membership?.tenantId ?? null,
    name: membership?.displayName ?? null,
    avatarUrl: membership?.avatarUrl ?? null,
  };
}
