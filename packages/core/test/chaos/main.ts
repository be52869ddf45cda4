// `npm run test:chaos -- --minutes N --seed S [--seconds 60] [--tabs 2] [--verbose]`: one run after another from one seed
// on, over both transports, every second one with browser tabs. Prints a table at the end, also after Ctrl-C, and fails
// when anything was lost, doubled, out of order, unexpected, or never converged.
// `--planted N` measures instead how many of N seeds catch each planted bug, and fails below nine of ten.
import { parseArgs } from 'node:util';
import { measurePlantedBugs } from './catch-rates.ts';
import { findings, isClean, printTable, reportLine } from './report.ts';
import { run, type RunReport } from './run.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seconds: { type: 'string', default: '60' },
    tabs: { type: 'string', default: '2' },
    planted: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const firstSeed = Number(values.seed);

if (values.planted === undefined) await cycle();
else await measure(Number(values.planted));

async function cycle(): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const until = performance.now() + Number(values.minutes) * 60_000;
  const reports: RunReport[] = [];
  for (let seed = firstSeed; performance.now() < until && !stop.signal.aborted; seed++) {
    const transport = seed % 2 === 0 ? 'broadcast' : 'postgres_changes';
    const tabs = seed % 4 < 2 ? Number(values.tabs) : 0;
    const left = (until - performance.now()) / 1000;
    const seconds = Math.max(5, Math.min(Number(values.seconds), left));
    const log = values.verbose ? console.log : () => undefined;
    const report = await run({ seed, seconds, transport, tabs, log, signal: stop.signal });
    reports.push(report);
    console.log(reportLine(report));
    for (const line of findings(report)) console.log(`  ${line}`);
  }
  printTable(reports);
  if (!reports.every(isClean)) process.exitCode = 1;
}

async function measure(seeds: number): Promise<void> {
  const rates = await measurePlantedBugs(Array.from({ length: seeds }, (_, index) => firstSeed + index));
  console.table(rates);
  if (rates.some(({ caught, runs }) => caught < runs * 0.9)) process.exitCode = 1;
}
