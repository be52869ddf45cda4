// The backend in memory as a contract world.

import { randomUUID } from 'node:crypto';
import { buildAgent, createMemoryBackend } from '../../src/testing/index.ts';
import type { MemoryAgentTransport, MemoryBackend } from '../../src/testing/index.ts';
import type { Agent, WidgetConfig } from '../../src/types.ts';
import { createTestEnvironment } from '../test-environment.ts';
import type { ContractWorld, Site } from './world.ts';

export function createMemoryWorld(): ContractWorld {
  const [acmesAgent, globexsAgent] = [admin('acme'), admin('globex')];
  const backend = createMemoryBackend({
    tenantName: 'acme',
    agents: [acmesAgent],
    config: {
      colors: { primary: '#2350d8' },
      radius: 12,
      launcherIcon: 'chat',
      team: [{ name: acmesAgent.displayName, avatarUrl: null }],
    },
  });
  const acme = site(backend.tenantId, backend.widgetId, acmesAgent);
  const globex = site(randomUUID(), randomUUID(), globexsAgent);
  backend.addTenant({ ...globex, id: globex.tenantId, name: 'globex', agents: [globexsAgent] });
  const enter = (userId: string | null): MemoryAgentTransport => backend.agent({ userId });
  return {
    acme,
    globex,
    visitor({ environment = createTestEnvironment() } = {}) {
      return { ...backend.visitor({ storage: environment.storage }), environment };
    },
    agent: enter(acme.agent.id),
    rival: enter(globex.agent.id),
    async newAgent(teams = [acme]) {
      const zoe = buildAgent({ userId: randomUUID(), displayName: 'Zoe' });
      for (const { tenantId } of teams) backend.team.tenants.get(tenantId)?.agents.push(zoe);
      return { id: zoe.userId, agent: enter(zoe.userId) };
    },
    async secondDesk() {
      const agent = enter(acme.agent.id);
      return { agent, signOut: async () => agent.setUser(null) };
    },
    nobody() {
      const agent = enter(null);
      return { agent, signIn: async () => agent.setUser(randomUUID()) };
    },
    ...ownerOf(backend),
    close: () => undefined,
  };
}

type OwnerCalls = Pick<
  ContractWorld,
  | 'changeWidget'
  | 'allowPages'
  | 'allowFiles'
  | 'allowEditing'
  | 'addCannedReply'
  | 'addTrigger'
  | 'block'
  | 'identityToken'
>;

function ownerOf(backend: MemoryBackend): OwnerCalls {
  const { database, team, tenantId, widgetId } = backend;
  const setFeatures = (changes: Partial<WidgetConfig['features']>): void => {
    const features = database.widgets.get(widgetId)?.config.features;
    if (features) backend.configure({ features: { ...features, ...changes } });
  };
  return {
    changeWidget: async () => backend.configure({ radius: 13 }),
    allowPages: async (allowed) => backend.configure({ allowed }),
    allowFiles: async (attachments) => setFeatures({ attachments }),
    allowEditing: async (editMinutes) => setFeatures({ editMinutes }),
    async addCannedReply(shortcut, content, ownerId) {
      const reply = { id: randomUUID(), shortcut, content, shared: ownerId === null };
      team.tenants.get(tenantId)?.cannedReplies.push({ ...reply, ...(ownerId && { ownerId }) });
    },
    async addTrigger(id, message) {
      const widget = database.widgets.get(widgetId);
      if (widget)
        database.widgets.set(widgetId, { ...widget, triggers: new Map(widget.triggers).set(id, message) });
    },
    async block(sessionId, blocked) {
      const session = database.sessions().find(({ id }) => id === sessionId);
      database.block(session?.visitorId ?? '', blocked);
    },
    identityToken: async (claims) => JSON.stringify(claims),
  };
}

function admin(tenant: string): Agent {
  return buildAgent({ userId: randomUUID(), displayName: `Ada of ${tenant}`, role: 'admin' });
}

function site(tenantId: string, widgetId: string, agent: Agent): Site {
  return { tenantId, widgetId, agent: { id: agent.userId, name: agent.displayName } };
}
