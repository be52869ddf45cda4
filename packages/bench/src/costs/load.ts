// So many messages a second through so many conversations, each shown by the library: is anything lost, and how late.
import { summarize, type Latency } from '../statistics.ts';
import { openVisitors } from '../visitors.ts';
import type { DeliveryBackend } from '../delivery/serve-schema.ts';
import type { Writers } from '../writers.ts';
import { until } from '../../../../tools/test-kit/until.ts';

export interface LoadResult {
  readonly sent: number;
  /** Messages per second that were committed in truth. */
  readonly rate: number;
  readonly lost: number;
  /** From commit to bubble. */
  readonly latency: Latency;
}

export async function measureLoad(
  backend: DeliveryBackend,
  writers: Writers,
  options: { readonly sessions: number; readonly rate: number; readonly seconds: number },
): Promise<LoadResult> {
  const visitors = await openVisitors(options.sessions, { backend });
  const committed = new Map<string, number>();
  const shown = new Map<string, number>();
  for (const { conversation } of visitors) {
    conversation.subscribe(() => {
      for (const { id, seq } of conversation.get().messages.slice(-4))
        if (seq !== null && !shown.has(id)) shown.set(id, performance.now());
    });
  }
  const total = options.rate * options.seconds;
  const started = performance.now();
  const writes: Promise<void>[] = [];
  for (let number = 0; number < total; number += 1) {
    const due = started + (number / options.rate) * 1000;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    const visitor = visitors[number % visitors.length];
    if (!visitor) break;
    const id = crypto.randomUUID();
    writes.push(writers.write(visitor, id).then(() => void committed.set(id, performance.now())));
  }
  await Promise.all(writes);
  const took = (performance.now() - started) / 1000;
  await until(() => [...committed.keys()].every((id) => shown.has(id)), 'the last bubbles', {
    patience: 30_000,
  }).catch(() => undefined);
  // What is in the list but not among its newest counts as shown, too.
  const listed = new Set(
    visitors.flatMap(({ conversation }) => conversation.get().messages.map(({ id }) => id)),
  );
  const latencies = [...committed].flatMap(([id, at]) => {
    const seen = shown.get(id);
    return seen === undefined ? [] : [Math.max(0, seen - at)];
  });
  for (const visitor of visitors) visitor.close();
  return {
    sent: committed.size,
    rate: committed.size / took,
    lost: [...committed.keys()].filter((id) => !listed.has(id)).length,
    latency: summarize(latencies),
  };
}
