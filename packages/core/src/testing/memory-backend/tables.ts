// The tables of the in-memory backend, empty at first.

import { createIdSource } from '../../ids.ts';
import type {
  Agent,
  AgentAvailability,
  CannedReply,
  InboxSession,
  Message,
  Note,
  WidgetConfig,
} from '../../types.ts';
import type { MemoryChange } from './caller.ts';

export interface MemoryTenant {
  readonly id: string;
  readonly name: string;
  readonly agents: Agent[];
  /** Those that are not shared belong to the agent with the user id `ownerId`; without one, to everybody. */
  readonly cannedReplies: (CannedReply & { readonly ownerId?: string })[];
  /** The last one of each agent, by user id. */
  readonly heartbeats: Map<string, { readonly availability: AgentAvailability; readonly at: number }>;
}

export interface MemoryWidget {
  readonly tenantId: string;
  readonly config: WidgetConfig;
  /** Messages beside the launcher, by the id of their trigger. */
  readonly triggers: ReadonlyMap<string, string>;
}

export interface VisitorRow {
  readonly id: string;
  /** The host's own id of a person who is known. */
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly verified: boolean;
  readonly blockedAt: number | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** The person that this visitor turned out to be. */
  readonly mergedInto: string | null;
}

export interface SessionRow {
  /** For the team, whose `updatedAt` is the last change of any kind. */
  summary: InboxSession;
  /** The last change that the visitor may know of. */
  changedAt: number;
  readonly messages: Message[];
}

export interface MemoryTables {
  readonly now: () => number;
  readonly newId: () => string;
  readonly tenants: Map<string, MemoryTenant>;
  readonly widgets: Map<string, MemoryWidget>;
  readonly visitors: Map<string, VisitorRow>;
  /** Visitor ids by user id. */
  readonly visitorsOfUsers: Map<string, string>;
  readonly sessions: Map<string, SessionRow>;
  readonly notes: Map<string, Note>;
  /** Ids of sessions that were erased: none is used again. */
  readonly erased: Set<string>;
  /** Counts up: which of two things of one millisecond came later, by the ids of sessions, messages and notes. */
  readonly order: Map<string, number>;
  lastOrder: number;
  readonly listeners: Set<(change: MemoryChange) => void>;
}

export function createMemoryTables(now: () => number): MemoryTables {
  return {
    now,
    newId: createIdSource(now),
    tenants: new Map(),
    widgets: new Map(),
    visitors: new Map(),
    visitorsOfUsers: new Map(),
    sessions: new Map(),
    notes: new Map(),
    erased: new Set(),
    order: new Map(),
    lastOrder: 0,
    listeners: new Set(),
  };
}
