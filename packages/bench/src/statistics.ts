// Percentiles and the table they are printed in.

/** The value below which `share` (0 to 1) of the sorted values lie; NaN when there are none. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export interface Latency {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** @param values milliseconds, in any order */
export function summarize(values: readonly number[], digits = 2): Latency {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => round(percentile(sorted, share), digits);
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: round(sorted.at(-1) ?? Number.NaN, digits),
  };
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
