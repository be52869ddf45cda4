// A thousand visitors who have their chat open and say nothing, and fifty agents: what they cost in memory, what the few who
// talk notice of them, and how they all come back when every socket is cut at once.
import { parseArgs } from 'node:util';
import { createInbox, type Inbox } from '@globalchat/core';
import { createMemoryEnvironment } from '@globalchat/core/testing';
import { createClient } from '@supabase/supabase-js';
import { startDeliveryBackend } from '../backend.ts';
import type { DeliveryBackend } from '../delivery/serve-schema.ts';
import { round, summarize, type Latency } from '../statistics.ts';
import { openVisitor, openVisitors, type BenchVisitor } from '../visitors.ts';
import { openWriters, type Writers } from '../writers.ts';
import { systemClock } from '../../../../tools/test-kit/clocks.ts';
import { until } from '../../../../tools/test-kit/until.ts';

const TALKING_VISITORS = 10;
const WORDS_PER_MESSAGE = 300;

async function openAgent(backend: DeliveryBackend, index: number): Promise<Inbox> {
  const account = backend.agents[index % backend.agents.length];
  if (!account) throw new Error('agents are needed');
  const client = createClient(backend.apiUrl, backend.publishableKey, { auth: { persistSession: false } });
  const { error } = await client.auth.signInWithPassword(account);
  if (error) throw error;
  const inbox = createInbox({ client, environment: { ...createMemoryEnvironment(), clock: systemClock } });
  await inbox.start();
  return inbox;
}

/** From the write to the bubble, one message every 20 ms. */
async function talk(writers: Writers, talkers: readonly BenchVisitor[]): Promise<Latency> {
  const sent = new Map<string, number>();
  const latencies: number[] = [];
  const stops = talkers.map(({ conversation }) =>
    conversation.subscribe(() => {
      for (const { id } of conversation.get().messages.slice(-3)) {
        const at = sent.get(id);
        if (at !== undefined && sent.delete(id)) latencies.push(performance.now() - at);
      }
    }),
  );
  const writes: Promise<void>[] = [];
  for (let number = 0; number < WORDS_PER_MESSAGE; number += 1) {
    const talker = talkers[number % talkers.length];
    if (!talker) break;
    const id = crypto.randomUUID();
    sent.set(id, performance.now());
    writes.push(writers.write(talker, id));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await Promise.all(writes);
  await until(() => sent.size === 0, 'every bubble', { patience: 60_000 });
  for (const stop of stops) stop();
  return summarize(latencies);
}

/** Milliseconds from the cut until each visitor hears events again. */
async function comeBack(everybody: readonly BenchVisitor[], cut: () => void): Promise<number[]> {
  const away = new Set<BenchVisitor>();
  const back = new Map<BenchVisitor, number>();
  const started = performance.now();
  const look = (): void => {
    for (const visitor of everybody) {
      const isLive = visitor.conversation.get().connection === 'live';
      if (!isLive) away.add(visitor);
      if (isLive && away.has(visitor) && !back.has(visitor)) back.set(visitor, performance.now() - started);
    }
  };
  cut();
  const isOver = (): boolean => {
    look();
    return back.size === everybody.length;
  };
  await until(isOver, 'everybody', { patience: 180_000 }).catch(() => {
    console.log(`after three minutes ${everybody.length - back.size} are still away`);
  });
  return [...back.values()];
}

export async function benchCrowd(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { visitors: { type: 'string', default: '1000' }, agents: { type: 'string', default: '50' } },
  });
  const [visitors, agents] = [Number(values.visitors), Number(values.agents)];
  const server = await startDeliveryBackend();
  const { backend } = server;
  const writers = openWriters(backend.databaseUrl);
  const talkers: BenchVisitor[] = [];
  for (let number = 0; number < TALKING_VISITORS; number += 1) talkers.push(await openVisitor({ backend }));
  await talk(writers, talkers);
  const alone = await talk(writers, talkers);

  const [here, there] = [process.memoryUsage().rss, await server.residentMemory()];
  const crowd = await openVisitors(visitors, { backend }, 25);
  const [hereCrowd, thereCrowd] = [process.memoryUsage().rss, await server.residentMemory()];
  const inboxes: Inbox[] = [];
  for (let index = 0; index < agents; index += 1) inboxes.push(await openAgent(backend, index));
  const [hereAll, thereAll] = [process.memoryUsage().rss, await server.residentMemory()];
  const amid = await talk(writers, talkers);

  console.log(
    `${visitors} idle visitors and ${agents} agents; ${TALKING_VISITORS} visitors talk; milliseconds from write to bubble`,
  );
  console.table({ 'without the crowd': alone, 'amid the crowd': amid });
  console.log(
    `amid against without, p50: ${round(amid.p50 / alone.p50)}×, p99: ${round(amid.p99 / alone.p99)}×. The agents hear of each message, too.`,
  );
  const each = (bytes: number, count: number): string =>
    count === 0 ? 'none' : `${round(bytes / count / 1000, 0)} kB`;
  console.log(
    `memory per visitor: ${each(hereCrowd - here, visitors)} in the clients' process, ${each(thereCrowd - there, visitors)} in the backend's; ` +
      `per agent: ${each(hereAll - hereCrowd, agents)} and ${each(thereAll - thereCrowd, agents)}`,
  );

  const everybody = [...crowd, ...talkers];
  const returns = summarize(await comeBack(everybody, () => server.order('cut')), 0);
  console.log(
    `all ${everybody.length} sockets cut at once: back after p50 ${returns.p50} ms, p99 ${returns.p99} ms, the last after ${returns.max} ms`,
  );
  for (const inbox of inboxes) inbox.destroy();
  for (const visitor of everybody) visitor.close();
  await writers.end();
  await server.stop();
  process.exit(0);
}
