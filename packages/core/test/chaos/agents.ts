// The agent of a run: one inbox over one supabase-js client, and a seat at each conversation.
import { createClient } from '@supabase/supabase-js';
import { createInbox } from '../../src/index.ts';
import type { Tenant } from '../backend.ts';
import { createDevice } from './device.ts';
import type { History } from './history.ts';
import { follow, type Person } from './person.ts';

export interface AgentOptions {
  readonly name: string;
  readonly history: History;
  readonly random: () => number;
  /** The proxy's address. */
  readonly url: string;
  readonly key: string;
  readonly tenant: Tenant;
  readonly transport: 'broadcast' | 'postgres_changes';
}

export interface AgentActor {
  sit(sessionId: string): Person;
  leave(): Promise<void>;
}

export async function createAgent(options: AgentOptions): Promise<AgentActor> {
  const { history, tenant, transport } = options;
  const tab = createDevice(options.random).openTab();
  const client = createClient(options.url, options.key, {
    auth: { persistSession: false },
    realtime: { transport: tab.environment.WebSocket },
  });
  const { error } = await client.auth.signInWithPassword(tenant.agent);
  if (error) throw error;
  const inbox = createInbox({
    client,
    tenantId: tenant.tenantId,
    transport,
    environment: tab.environment,
  });
  await inbox.start();
  return {
    sit(sessionId) {
      const name = `${options.name} at ${sessionId}`;
      const thread = inbox.thread(sessionId);
      const { stop, shown, say, revise } = follow(history, name, thread);
      thread.open();
      thread.setVisible(true);
      return {
        name,
        sessionId,
        shown,
        say,
        revise,
        crash: () => undefined,
        setOnline: (online) => tab.setOnline(online),
        wake: () => tab.wake(),
        leave() {
          stop();
          thread.close();
        },
      };
    },
    async leave() {
      inbox.destroy();
      await client.auth.stopAutoRefresh();
      await client.realtime.disconnect();
      tab.kill();
    },
  };
}
