// A whole backend in memory: one database, any number of visitors and agents, each on a line of its own that can fail.
// For tests of user interfaces, for examples in the documentation and for trying things out. It is no security boundary.

import type { Clock, KeyValueStorage } from '../../environment/environment.ts';
import { createMemoryStorage } from '../../environment/browser-storage.ts';
import { createIdSource } from '../../ids.ts';
import type { Agent, CannedReply, WidgetConfig } from '../../types.ts';
import { buildAgent, buildWidgetConfig } from '../builders.ts';
import { createMemoryAgentTransport } from './agent-transport.ts';
import type { MemoryAgentTransport } from './agent-transport.ts';
import { createMemoryDatabase } from './database.ts';
import type { MemoryDatabase } from './database.ts';
import { createMemoryHub } from './hub.ts';
import { createMemoryLine } from './line.ts';
import { createMemoryPeople } from './people.ts';
import type { ColleaguesByTenant } from './presence.ts';
import { createMemoryTeam } from './team.ts';
import type { MemoryTeam } from './team.ts';
import { createMemoryVisitorTransport } from './visitor-transport.ts';
import type { MemoryVisitorTransport } from './visitor-transport.ts';

export interface MemoryBackendOptions {
  /** The real one when absent. */
  readonly clock?: Clock;
  readonly tenantId?: string;
  readonly tenantName?: string;
  /** The tenant's team; one agent named Ada when absent. */
  readonly agents?: readonly Agent[];
  readonly cannedReplies?: readonly CannedReply[];
  readonly config?: Partial<WidgetConfig>;
}

export interface MemoryBackend {
  readonly tenantId: string;
  readonly widgetId: string;
  readonly database: MemoryDatabase;
  readonly team: MemoryTeam;
  /** A visitor's browser. The same `storage` is the same visitor after a reload; another one is another visitor. */
  visitor(options?: {
    readonly storage?: KeyValueStorage;
    readonly widgetId?: string;
  }): MemoryVisitorTransport;
  /** An agent's browser, signed in as the team's first member unless told otherwise; `null` is signed out. */
  agent(options?: { readonly userId?: string | null }): MemoryAgentTransport;
  /** Another tenant with a widget and an agent of its own, to show that nothing crosses. */
  addTenant(tenant: {
    readonly id: string;
    readonly name: string;
    readonly agents: readonly Agent[];
    readonly widgetId: string;
  }): void;
  /** Changes the widget's row as its owner would; open widgets hear of it. */
  configure(config: Partial<WidgetConfig>): void;
}

export function createMemoryBackend(options: MemoryBackendOptions = {}): MemoryBackend {
  const clock: Clock = options.clock ?? {
    now: () => Date.now(),
    setTimeout: (callback, delay) => globalThis.setTimeout(callback, delay),
    clearTimeout: (handle) => globalThis.clearTimeout(handle as ReturnType<typeof globalThis.setTimeout>),
  };
  const now = (): number => clock.now();
  const tenantId = options.tenantId ?? '019b0000-0000-7000-8000-00000000000b';
  const config = buildWidgetConfig(options.config);
  const widgetId = config.id;

  const database = createMemoryDatabase(now);
  const team = createMemoryTeam(database, now);
  const hub = createMemoryHub();
  const colleagues: ColleaguesByTenant = new Map();
  const visitors = createMemoryPeople(database, hub);
  const newId = createIdSource(now);

  team.tenants.set(tenantId, {
    id: tenantId,
    name: options.tenantName ?? 'Acme',
    agents: [...(options.agents ?? [buildAgent()])],
    cannedReplies: [...(options.cannedReplies ?? [])],
  });
  database.widgets.set(widgetId, { tenantId, config });
  database.subscribe((change) => {
    if (!change.teamOnly) hub.publish(`session:${change.session.id}`, change);
    hub.publish(`inbox:${change.session.tenantId}`, change);
  });

  return {
    tenantId,
    widgetId,
    database,
    team,
    visitor: (visitor = {}) =>
      createMemoryVisitorTransport({
        database,
        people: visitors,
        hub,
        line: createMemoryLine(hub, clock),
        widgetId: visitor.widgetId ?? widgetId,
        storage: visitor.storage ?? createMemoryStorage(),
        newId,
      }),
    agent: (agent = {}) =>
      createMemoryAgentTransport({
        database,
        team,
        colleagues,
        hub,
        line: createMemoryLine(hub, clock),
        userId:
          agent.userId === undefined ? (team.tenants.get(tenantId)?.agents[0]?.userId ?? null) : agent.userId,
        now,
      }),
    addTenant({ id, name, agents, widgetId: widget }) {
      team.tenants.set(id, { id, name, agents: [...agents], cannedReplies: [] });
      database.widgets.set(widget, { tenantId: id, config: buildWidgetConfig({ id: widget, name }) });
    },
    configure(changes) {
      const current = database.widgets.get(widgetId)?.config ?? config;
      database.widgets.set(widgetId, { tenantId, config: { ...current, ...changes } });
      hub.publish(`widget:${widgetId}`, null);
    },
  };
}
