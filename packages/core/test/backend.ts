// The real backend with the real schema, and the people that tests need in it. One per test file.

import { readdir, readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import type { SupabaseClient } from '@supabase/supabase-js';
import { startLocal } from '@globalchat/local';
import type { Local, LocalOptions } from '@globalchat/local';

const MIGRATIONS = new URL('../../../schema/migrations/', import.meta.url);

export interface Tenant {
  readonly tenantId: string;
  readonly widgetId: string;
  readonly agent: {
    readonly id: string;
    readonly email: string;
    readonly password: string;
    readonly name: string;
  };
}

export interface Backend extends Local {
  /** Two sites that must never hear of each other. */
  readonly tenants: readonly [Tenant, Tenant];
  /** A fresh supabase-js client, signed in as the tenant's agent. */
  agentClient(tenant: Tenant, url?: string): Promise<SupabaseClient>;
  /** A fresh supabase-js client, signed in as nobody. */
  client(url?: string): SupabaseClient;
}

export async function startBackend(options: LocalOptions = {}): Promise<Backend> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(new URL(name, MIGRATIONS), 'utf8') })),
  );
  const local = await startLocal({ ...options, migrations });
  try {
    const tenants: [Tenant, Tenant] = [await addTenant(local, 'acme'), await addTenant(local, 'globex')];
    const clients: SupabaseClient[] = [];
    const client = (url = local.apiUrl): SupabaseClient => {
      const auth = { persistSession: false, autoRefreshToken: false };
      const created = createClient(url, local.publishableKey, { auth });
      clients.push(created);
      return created;
    };
    return {
      ...local,
      tenants,
      client,
      async stop() {
        // supabase-js keeps its socket for a while after the last channel has left.
        await Promise.all(clients.map((created) => created.realtime.disconnect()));
        await local.stop();
      },
      async agentClient({ agent }, url) {
        const signedIn = client(url);
        const { error } = await signedIn.auth.signInWithPassword(agent);
        if (error) throw error;
        return signedIn;
      },
    };
  } catch (error) {
    await local.stop();
    throw error;
  }
}

async function addTenant(local: Local, slug: string): Promise<Tenant> {
  const agent = { email: `agent@${slug}.example`, password: `correct horse ${slug}`, name: `Ada of ${slug}` };
  const { id } = await local.createUser(agent);
  const [tenant] = await local.sql`
    insert into public.global_chat_tenants (slug, name, messages_per_day, sessions_per_day, visitors_per_day)
    values (${slug}, ${slug}, 1000000, 1000000, 1000000) returning id`;
  const tenantId = String(tenant?.id);
  await local.sql`insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
    values (${tenantId}, ${id}, 'admin', ${agent.name})`;
  const widgetId = randomUUID();
  // Wide limits: tests talk faster than people.
  await local.sql`insert into public.global_widget_config
    (id, tenant_id, name, primary_color, message_burst, session_burst, tenant_sessions_per_minute)
    values (${widgetId}, ${tenantId}, ${`Site of ${slug}`}, '#2350d8', 10000, 10000, 100000)`;
  return { tenantId, widgetId, agent: { ...agent, id } };
}
