// What a run found, in words: one line for each, a table for many.
import type { RunReport } from './run.ts';

const DAMAGE = ['lost', 'duplicated', 'misordered', 'unexpected'] as const;

export function isClean(report: RunReport): boolean {
  return report.convergence !== null && DAMAGE.every((kind) => report[kind].length === 0);
}

/** Everything that a failed run found, at most twenty lines of each kind. */
export function findings(report: RunReport): readonly string[] {
  return [
    ...DAMAGE.flatMap((kind) => report[kind].slice(0, 20).map((line) => `${kind}: ${line}`)),
    ...report.behind.map((line) => `behind: ${line}`),
  ];
}

function row(report: RunReport) {
  const { seed, transport, tabs, seconds, operations, acknowledged, recovered, excused, convergence } =
    report;
  const faults = Object.values(report.faults).reduce((sum, count) => sum + count, 0);
  const [lost, duplicated, misordered, unexpected] = DAMAGE.map((kind) => report[kind].length);
  return {
    seed,
    transport,
    tabs,
    seconds,
    faults,
    operations,
    acknowledged,
    lost,
    duplicated,
    misordered,
    unexpected,
    recovered,
    excused,
    'converged after ms': convergence,
  };
}

export function reportLine(report: RunReport): string {
  return Object.entries(row(report))
    .map(([name, value]) => `${name} ${value ?? 'never'}`)
    .join(' · ');
}

export function printTable(reports: readonly RunReport[]): void {
  console.table(reports.map(row));
  const sum = (value: (report: RunReport) => number): number =>
    reports.reduce((total, report) => total + value(report), 0);
  const slowest = Math.max(0, ...reports.map((report) => report.convergence ?? Infinity));
  console.log(
    `${reports.length} runs, ${(sum((report) => report.seconds) / 60).toFixed(1)} minutes under faults, ` +
      `${sum((report) => Object.values(report.faults).reduce((a, b) => a + b, 0))} faults, ` +
      `${sum((report) => report.operations)} operations, ${sum((report) => report.acknowledged)} acknowledged, ` +
      DAMAGE.map((kind) => `${sum((report) => report[kind].length)} ${kind}`).join(', ') +
      `, slowest convergence ${slowest} ms`,
  );
}
