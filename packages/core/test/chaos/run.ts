// One run: people talk, the nemesis breaks things, everything heals, and the checker reads the database.
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import type { Tenant } from '../backend.ts';
import { startBackendProcess, type BackendProcess } from './backend-process.ts';
import { check, type StoredMessage, type Verdict } from './checker.ts';
import { History } from './history.ts';
import { torment } from './nemesis.ts';
import { createAgent, createVisitor, type Person } from './people.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { startFaultProxy } from './proxy.ts';
import { createRandom } from './random.ts';

export interface RunOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly transport: 'broadcast' | 'postgres_changes';
  readonly log?: (line: string) => void;
  /** To prove the checker. */
  readonly bug?: PlantedBug;
  /** Names of the only faults to use; all when absent. */
  readonly only?: readonly string[];
  /** Milliseconds that everybody has to see the truth after the last fault; 30,000 when absent. */
  readonly patience?: number;
}

export interface RunReport extends Verdict {
  readonly seed: number;
  readonly transport: RunOptions['transport'];
  readonly faults: Readonly<Record<string, number>>;
  /** Milliseconds from the last fault until everybody saw what is stored, or null when they never did. */
  readonly convergence: number | null;
}

/** Everyone must see the truth this long after the last fault. */
const PATIENCE = 30_000;

/** Over a connection of its own each time: an older one may have died with the database. */
async function withDatabase<T>(backend: BackendProcess, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(backend.databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function readStored(backend: BackendProcess): Promise<StoredMessage[]> {
  return withDatabase(backend, async (sql) => {
    const rows =
      await sql`select id, session_id, seq::int, content, deleted_at from public.global_chat_messages order by session_id, seq`;
    return rows.map((row) => ({
      id: String(row.id),
      session: String(row.session_id),
      seq: Number(row.seq),
      content: String(row.content),
      deleted: row.deleted_at !== null,
    }));
  });
}

async function signIn(url: string, key: string, { agent }: Tenant): Promise<SupabaseClient> {
  const client = createClient(url, key, { auth: { persistSession: false } });
  const { error } = await client.auth.signInWithPassword(agent);
  if (error) throw error;
  return client;
}

/** Whether this person's list is exactly what is stored, with nothing waiting. */
function isCurrent(person: Person, stored: readonly StoredMessage[]): boolean {
  const { messages } = person.conversation.get();
  const rows = stored.filter((row) => row.session === person.sessionId);
  // The newest is enough: the checker judges order and holes in every list that was ever shown.
  return (
    messages.every((message) => message.seq !== null) &&
    (messages.at(-1)?.seq ?? 0) === (rows.at(-1)?.seq ?? 0)
  );
}

export async function run(options: RunOptions): Promise<RunReport> {
  const random = createRandom(options.seed);
  const log = options.log ?? (() => undefined);
  const history = new History();
  const backend = await startBackendProcess();
  const proxies = await Promise.all(
    [0, 1].map(() => startFaultProxy({ upstream: backend.apiUrl, random: random.next })),
  );
  const [forVisitors, forAgents] = proxies;
  if (!forVisitors || !forAgents) throw new Error('two proxies are needed');
  try {
    const [tenant] = backend.tenants;
    if (options.transport === 'postgres_changes') {
      await withDatabase(
        backend,
        (sql) => sql`alter publication supabase_realtime
        add table public.global_chat_sessions, public.global_chat_messages, public.global_widget_config`,
      );
    }
    const visitors = ['Ida', 'Tomás', 'Layla'].map((name) =>
      createVisitor({
        name,
        history,
        random: random.next,
        url: forVisitors.url,
        key: backend.publishableKey,
        widgetId: tenant.widgetId,
        transport: options.transport,
        bug: options.bug,
      }),
    );
    const people: Person[] = [...visitors];
    // Agents sit down where a conversation has begun.
    await Promise.all(visitors.map((visitor) => visitor.say(`${visitor.name} says hello`)));
    await settled(
      () =>
        visitors.every((visitor) => visitor.conversation.get().messages.some((message) => message.seq === 1)),
      PATIENCE,
    );
    const client = await signIn(forAgents.url, backend.publishableKey, tenant);
    const agent = await createAgent({
      name: 'Mara',
      history,
      random: random.next,
      client,
      tenantId: tenant.tenantId,
    });
    const seats = visitors.map((visitor) => agent.sit(visitor.sessionId));
    people.push(...seats);

    const until = Date.now() + options.seconds * 1000;
    const talk = async (person: Person): Promise<void> => {
      for (let number = 1; Date.now() < until; number++) {
        await person.say(`${person.name} #${number}`);
        await new Promise((resolve) => setTimeout(resolve, random.between(50, 900)));
      }
    };
    const [faults] = await Promise.all([
      torment({ random, backend, proxies, people: [...visitors, ...seats], log, only: options.only }, until),
      ...people.map(talk),
    ]);

    for (const proxy of proxies) proxy.heal();
    for (const person of people) person.tab.setOnline(true);
    const healed = performance.now();
    const converged = await settled(async () => {
      const stored = await readStored(backend);
      return people.every((person) => isCurrent(person, stored));
    }, options.patience ?? PATIENCE);
    const convergence = converged ? Math.round(performance.now() - healed) : null;
    const verdict = check(history, await readStored(backend));
    for (const person of people) person.leave();
    agent.leave();
    await client.auth.stopAutoRefresh();
    await client.realtime.disconnect();
    return { seed: options.seed, transport: options.transport, faults, convergence, ...verdict };
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await backend.stop();
  }
}

/** Polls until `condition` holds or `patience` milliseconds are over; says which. */
async function settled(condition: () => boolean | Promise<boolean>, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
