// Whether the agents of a tenant are there, in the in-memory backend.

import type { AgentAvailability, Availability } from '../../types.ts';
import { invalidArgument } from './refusals.ts';
import type { MemoryTenant } from './tables.ts';

/** How old a heartbeat may be whose agent still counts. */
const FRESH_HEARTBEAT_MS = 150_000;
const ASK_AGAIN_MS = 150_000;
const KNOWN: readonly string[] = ['online', 'away', 'off'];

export function chosenBy({ heartbeats }: MemoryTenant, userId: string): AgentAvailability {
  return heartbeats.get(userId)?.availability ?? 'online';
}

/** `changed` when visitors are told something else than before. */
export function takeHeartbeat(
  tenant: MemoryTenant,
  userId: string,
  wanted: AgentAvailability | null,
  now: number,
): { readonly availability: AgentAvailability; readonly changed: boolean } {
  if (wanted !== null && !KNOWN.includes(wanted)) throw invalidArgument('availability');
  const before = isThere(tenant, now);
  const availability = wanted ?? chosenBy(tenant, userId);
  tenant.heartbeats.set(userId, { availability, at: now });
  return { availability, changed: before !== isThere(tenant, now) };
}

/** By its hours alone until a heartbeat came. */
export function availabilityOf(
  tenant: MemoryTenant | undefined,
  byHours: Availability,
  now: number,
): Availability {
  if (!tenant || tenant.heartbeats.size === 0 || !byHours.online) return byHours;
  return {
    ...byHours,
    online: isThere(tenant, now),
    changesAt: Math.min(now + ASK_AGAIN_MS, byHours.changesAt ?? Infinity),
  };
}

function isThere({ agents, heartbeats }: MemoryTenant, now: number): boolean {
  if (heartbeats.size === 0) return true;
  return agents.some(({ userId }) => {
    const heartbeat = heartbeats.get(userId);
    return heartbeat?.availability === 'online' && now - heartbeat.at < FRESH_HEARTBEAT_MS;
  });
}
