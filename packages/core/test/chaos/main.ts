// `npm run test:chaos -- --minutes N --seed S`: runs of a minute each, over both transports, from one seed on.
// Prints a table and fails when anything was lost, doubled, out of order, unexpected, or never converged.
import { parseArgs } from 'node:util';
import { run, type RunReport } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    verbose: { type: 'boolean', default: false },
  },
});
const until = Date.now() + Number(values.minutes) * 60_000;
const reports: RunReport[] = [];
for (let seed = Number(values.seed); Date.now() < until; seed++) {
  const transport = seed % 2 === 0 ? 'broadcast' : 'postgres_changes';
  const seconds = Math.max(5, Math.min(60, (until - Date.now()) / 1000));
  console.log(`seed ${seed}, ${transport}, ${Math.round(seconds)} s`);
  const report = await run({ seed, seconds, transport, ...(values.verbose ? { log: console.log } : {}) });
  reports.push(report);
  for (const kind of ['lost', 'duplicated', 'misordered', 'unexpected'] as const) {
    for (const line of report[kind].slice(0, 20)) console.log(`  ${kind}: ${line}`);
  }
}
console.table(
  reports.map(
    ({
      seed,
      transport,
      operations,
      acknowledged,
      lost,
      duplicated,
      misordered,
      unexpected,
      recovered,
      convergence,
      faults,
    }) => ({
      seed,
      transport,
      faults: Object.values(faults).reduce((sum, count) => sum + count, 0),
      operations,
      acknowledged,
      lost: lost.length,
      duplicated: duplicated.length,
      misordered: misordered.length,
      unexpected: unexpected.length,
      recovered,
      convergence,
    }),
  ),
);
const isClean = (report: RunReport): boolean =>
  report.convergence !== null &&
  [report.lost, report.duplicated, report.misordered, report.unexpected].every((list) => list.length === 0);
if (!reports.every(isClean)) process.exitCode = 1;
