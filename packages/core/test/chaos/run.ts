// One run: people talk, something breaks things, everything heals, and the checker reads the database.
import postgres from 'postgres';
import { startBackendProcess, type BackendProcess } from './backend-process.ts';
import { check, type StoredMessage, type Verdict } from './checker.ts';
import { injectFaults } from './nemesis.ts';
import type { Person } from './person.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { openFixture, type Fixture } from './fixture.ts';
import { createRandom } from '../../../../tools/test-kit/random.ts';
import { settled } from '../../../../tools/test-kit/until.ts';

export interface RunOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly transport: 'broadcast' | 'postgres_changes';
  /** Browser tabs of one more visitor; none when absent. */
  readonly tabs?: number;
  /** One that several runs share, and that no run may kill; started and stopped here when absent. */
  readonly backend?: BackendProcess;
  readonly log?: (line: string) => void;
  /** To prove the checker. */
  readonly bug?: PlantedBug;
  /** Instead of the nemesis. People talk until it is over. */
  readonly provocation?: (fixture: Fixture) => Promise<void>;
  /** Milliseconds that everybody has to see the truth after the last fault; 30,000 when absent. */
  readonly patience?: number;
  /** Ends the talking early; the verdict is still made. */
  readonly signal?: AbortSignal;
}

export interface RunReport extends Verdict {
  readonly seed: number;
  readonly transport: RunOptions['transport'];
  readonly tabs: number;
  /** For how long they really talked. */
  readonly seconds: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Milliseconds from the last fault until everybody saw what is stored, or null when they never did. */
  readonly convergence: number | null;
  /** Who did not see what is stored in the end, and what they saw. */
  readonly behind: readonly string[];
}

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

/** The rows of this run's conversations. */
function readStored({ backend, seats }: Fixture): Promise<StoredMessage[]> {
  const sessions = seats.map((seat) => seat.sessionId);
  return withDatabase(backend, async (sql) => {
    const rows =
      await sql`select id, session_id, seq::int, content, deleted_at from public.global_chat_messages
      where session_id = any(${sessions}) order by session_id, seq`;
    return rows.map((row) => ({
      id: String(row.id),
      session: String(row.session_id),
      seq: Number(row.seq),
      content: String(row.content),
      deleted: row.deleted_at !== null,
    }));
  });
}

/** Whether this person's list is exactly what is stored, with nothing waiting. */
function isCurrent(person: Person, stored: readonly StoredMessage[]): boolean {
  const shown = new Map(person.shown().map((message) => [message.id, message]));
  const seqs = [...shown.values()].flatMap(({ seq }) => (seq === null ? [] : [seq]));
  if (person.shown().some(({ delivery }) => delivery === 'pending') || seqs.length === 0) return false;
  // A page that was opened late shows the newest fifty.
  const rows = stored.filter((row) => row.session === person.sessionId && row.seq >= Math.min(...seqs));
  return rows.every((row) => {
    const message = shown.get(row.id);
    return message?.content === row.content && message.deleted === row.deleted;
  });
}

/** Between two messages, in milliseconds. One agent has all the seats, and may write four messages a second. */
const PAUSES = { visitor: [50, 900], agent: [600, 2800] } as const;

async function talk(fixture: Fixture, person: Person, isOver: () => boolean): Promise<void> {
  for (let number = 1; !isOver(); number++) {
    await person.say(`${person.name} #${number}`);
    if (fixture.random.chance(0.1)) await person.revise(fixture.random);
    const [shortest, longest] = PAUSES[fixture.seats.includes(person) ? 'agent' : 'visitor'];
    await new Promise((resolve) => setTimeout(resolve, fixture.random.between(shortest, longest)));
  }
}

async function perform(
  fixture: Fixture,
  options: RunOptions,
): Promise<Omit<RunReport, 'seed' | 'transport' | 'tabs'>> {
  const started = performance.now();
  const until = started + options.seconds * 1000;
  let isProvoked = false;
  const isOver = options.provocation
    ? () => isProvoked
    : () => performance.now() >= until || options.signal?.aborted === true;
  const breaking = options.provocation
    ? options
        .provocation(fixture)
        .then(() => ({}))
        .finally(() => (isProvoked = true))
    : injectFaults(fixture, isOver);
  const [faults] = await Promise.all([
    breaking,
    ...fixture.people.map((person) => talk(fixture, person, isOver)),
  ]);
  const seconds = Math.round((performance.now() - started) / 1000);

  for (const proxy of fixture.proxies) proxy.heal();
  await fixture.tabs?.heal();
  for (const person of fixture.people) await person.setOnline(true);
  const healed = performance.now();
  const converged = await settled(async () => {
    const stored = await readStored(fixture);
    return fixture.people.every((person) => isCurrent(person, stored));
  }, options.patience ?? PATIENCE);
  const stored = await readStored(fixture);
  const behind = fixture.people
    .filter((person) => !isCurrent(person, stored))
    .map((person) => {
      const shown = person.shown();
      const waiting = shown
        .filter(({ seq }) => seq === null)
        .map(({ content, delivery }) => `${content} ${delivery}`);
      const newest = stored.findLast((row) => row.session === person.sessionId)?.seq ?? 0;
      return `${person.name} shows up to ${shown.findLast(({ seq }) => seq !== null)?.seq ?? 0} of ${newest}, waiting: ${waiting.join(', ')}`;
    });
  const convergence = converged ? Math.round(performance.now() - healed) : null;
  return { seconds, faults, convergence, behind, ...check(fixture.history, stored) };
}

export async function run(options: RunOptions): Promise<RunReport> {
  const { seed, transport, tabs = 0, log = () => undefined } = options;
  const backend = options.backend ?? (await startBackendProcess());
  try {
    if (transport === 'postgres_changes') {
      await withDatabase(
        backend,
        (sql) => sql`alter publication supabase_realtime
        add table public.global_chat_sessions, public.global_chat_messages, public.global_widget_config`,
      );
    }
    const random = createRandom(seed);
    const fixture = await openFixture({ backend, random, transport, tabs, bug: options.bug, log });
    try {
      return { seed, transport, tabs, ...(await perform(fixture, options)) };
    } finally {
      await fixture.close();
    }
  } finally {
    if (!options.backend) await backend.stop();
  }
}
