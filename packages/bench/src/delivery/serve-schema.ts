// The backend of the benchmarks of delivery: one tenant, wide limits, the tables in the publication for postgres_changes.
// With the argument `statements` the database counts them. Does as it is told by its parent: see `Order`.
import { startLocal } from '@globalchat/local';
import { migrations } from '@globalchat/schema';

export interface DeliveryBackend {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly publishableKey: string;
  readonly tenantId: string;
  readonly widgetId: string;
  /** Several, because each may write only so much. */
  readonly agents: readonly { readonly email: string; readonly password: string }[];
}

/** `cut` ends every socket at once · `usage` answers with this process's resident memory in bytes · `stop`. */
export type Order = 'cut' | 'usage' | 'stop';

const local = await startLocal({ migrations: await migrations() });
if (process.argv[2] === 'statements') {
  await local.sql`alter system set shared_preload_libraries = 'pg_stat_statements'`;
  await local.faults.restartDatabase('fast');
  await local.sql`create extension if not exists pg_stat_statements schema public`;
  await local.sql`grant pg_read_all_stats to postgres`;
}
const [tenant] = await local.sql`
  insert into public.global_chat_tenants (slug, name, messages_per_day, sessions_per_day, visitors_per_day)
  values ('bench', 'Bench', 1000000, 1000000, 1000000) returning id`;
const tenantId = String(tenant?.id);
const agents = Array.from({ length: 25 }, (_, index) => ({
  email: `agent-${index}@bench.example`,
  password: 'as fast as it goes',
}));
for (const agent of agents) {
  const { id } = await local.createUser(agent);
  await local.sql`insert into public.global_chat_agents (tenant_id, user_id, role, display_name)
    values (${tenantId}, ${id}, 'agent', 'Ada')`;
}
const [widget] =
  await local.sql`insert into public.global_widget_config (tenant_id, name, message_burst, session_burst, tenant_sessions_per_minute)
  values (${tenantId}, 'Bench', 10000, 10000, 100000) returning id`;
await local.sql`select global_chat_private.use_postgres_changes(true)`;

const backend: DeliveryBackend = {
  apiUrl: local.apiUrl,
  databaseUrl: local.databaseUrl,
  publishableKey: local.publishableKey,
  tenantId,
  widgetId: String(widget?.id),
  agents,
};
process.send?.(backend);
process.on('message', (order: Order) => {
  if (order === 'cut') local.faults.disconnect('cut');
  if (order === 'usage') process.send?.(process.memoryUsage().rss);
  if (order === 'stop') void local.stop().then(() => process.exit(0));
});
process.on('disconnect', () => process.exit(1));
