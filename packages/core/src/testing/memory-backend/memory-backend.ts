// A whole backend in memory: one database, any number of visitors and agents, each on a line of its own that can fail.
// For tests of user interfaces, for examples in the documentation and for trying things out. It is no security boundary.

import type { Clock, KeyValueStorage } from '../../environment/environment.ts';
import { createMemoryStorage } from '../../environment/browser-storage.ts';
import type { Agent, WidgetConfig } from '../../types.ts';
import { buildAgent, buildWidgetConfig } from '../builders.ts';
import { createMemoryAgentTransport } from './agent-transport.ts';
import type { MemoryAgentTransport } from './agent-transport.ts';
import { createMemoryDatabase } from './database.ts';
import type { MemoryDatabase } from './database.ts';
import { createMemoryHub } from './hub.ts';
import { createMemoryLine } from './line.ts';
import type { ColleaguesByTenant } from './presence.ts';
import { createMemoryTables } from './tables.ts';
import type { MemoryTenant } from './tables.ts';
import { createMemoryTeam } from './team.ts';
import type { MemoryTeam } from './team.ts';
import { createMemoryVisitorTransport } from './visitor-transport.ts';
import type { MemoryVisitorTransport } from './visitor-transport.ts';

export interface MemoryBackendOptions {
  /** The real one when absent. */
  readonly clock?: Clock;
  /** One backend beside another on the same origin needs a name of its own. */
  readonly project?: string;
  readonly tenantId?: string;
  readonly tenantName?: string;
  /** The tenant's team; one agent named Ada when absent. */
  readonly agents?: readonly Agent[];
  /** Those with an `ownerId` are this agent's own. */
  readonly cannedReplies?: MemoryTenant['cannedReplies'];
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

/**
 * Answers as the real backend does: the same contract cases are run against both (test/contract). Left out on purpose:
 *
 * - limits of how often and how much a day: nobody is ever `rate_limited` or over a `tenant_limit`, files have no quota
 * - signatures: an identity token is the JSON of its claims, and sign-in needs no captcha
 * - a host's own sign-in, whose confirmed address would prove who a visitor is
 * - what goes when attributes or events are too much together, and a block that outlives an erasure
 * - retention, the audit log, exports, reports, invitations and saved views
 * - ids that are no UUIDs are taken; addresses of files never expire; a request knows no page, only `config.allowed`
 * - the status lines of `debug`, and `postgres_changes`
 */
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

  const tables = createMemoryTables(now);
  const database = createMemoryDatabase(tables);
  const team = createMemoryTeam(tables);
  const hub = createMemoryHub();
  const colleagues: ColleaguesByTenant = new Map();

  team.tenants.set(tenantId, {
    id: tenantId,
    name: options.tenantName ?? 'Acme',
    agents: [...(options.agents ?? [buildAgent()])],
    cannedReplies: [...(options.cannedReplies ?? [])],
    heartbeats: new Map(),
  });
  database.widgets.set(widgetId, { tenantId, config, triggers: new Map() });
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
        hub,
        line: createMemoryLine(hub, clock),
        tenants: team.tenants,
        widgetId: visitor.widgetId ?? widgetId,
        storage: visitor.storage ?? createMemoryStorage(),
        newId: tables.newId,
        now,
      }),
    agent: (agent = {}) =>
      createMemoryAgentTransport({
        database,
        team,
        colleagues,
        hub,
        line: createMemoryLine(hub, clock),
        now,
        project: options.project ?? 'memory',
        userId:
          agent.userId === undefined ? (team.tenants.get(tenantId)?.agents[0]?.userId ?? null) : agent.userId,
      }),
    addTenant({ id, name, agents, widgetId: widget }) {
      team.tenants.set(id, { id, name, agents: [...agents], cannedReplies: [], heartbeats: new Map() });
      database.widgets.set(widget, {
        tenantId: id,
        config: buildWidgetConfig({ id: widget, name }),
        triggers: new Map(),
      });
    },
    configure(changes) {
      const current = database.widgets.get(widgetId) ?? { tenantId, config, triggers: new Map() };
      database.widgets.set(widgetId, { ...current, config: { ...current.config, ...changes } });
      hub.publish(`widget:${widgetId}`, null);
    },
  };
}
