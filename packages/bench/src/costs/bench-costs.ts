// What delivery costs: the client beside a raw socket, a gap of fifty messages, a steady load, and the database's work by
// the number of listeners.
import { parseArgs } from 'node:util';
import { startDeliveryBackend } from '../backend.ts';
import { round } from '../statistics.ts';
import { openWriters } from '../writers.ts';
import { measureGap } from './gap.ts';
import { measureLoad } from './load.ts';
import { measureOverhead } from './overhead.ts';
import { measureStatements } from './statements.ts';

export async function benchCosts(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      turns: { type: 'string', default: '4000' },
      sessions: { type: 'string', default: '200' },
      rate: { type: 'string', default: '500' },
      seconds: { type: 'string', default: '10' },
    },
  });
  console.log('round trips through the same bare echo; milliseconds');
  const trips = await measureOverhead(Number(values.turns));
  console.table(trips);
  const added = (name: string): number => round((trips[name]?.p50 ?? 0) - (trips['raw socket']?.p50 ?? 0), 4);
  console.log(`added to a round trip, p50: core ${added('core')} ms, realtime-js ${added('realtime-js')} ms`);

  const { backend, stop } = await startDeliveryBackend(['statements']);
  const writers = openWriters(backend.databaseUrl);
  const gap = await measureGap(backend, writers, 20);
  console.log(
    `a gap of 50 messages: ${gap.requests} request; p50 ${round(gap.shown)} ms until shown, ${round(gap.bare)} ms for the bare request: ${round(gap.shown / gap.bare)}×`,
  );

  console.log('the database per message, by listeners of its conversation');
  console.table(await measureStatements(backend, writers, [1, 10, 100]));

  const [sessions, rate, seconds] = [Number(values.sessions), Number(values.rate), Number(values.seconds)];
  const load = await measureLoad(backend, writers, { sessions, rate, seconds });
  console.log(
    `${rate} messages/s wanted through ${sessions} sessions for ${seconds} s: ${load.sent} sent at ${round(load.rate, 0)}/s, ${load.lost} lost`,
  );
  console.table({ 'from commit to bubble, ms': load.latency });
  await writers.end();
  await stop();
  process.exit(0);
}
