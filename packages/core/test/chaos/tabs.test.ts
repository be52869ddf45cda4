// Two tabs of one real browser among the others, for a quarter of a minute: IndexedDB, Web Locks and BroadcastChannel under
// reloads, crashes, frozen tabs and kill -9. The seed is printed; CHAOS_SEED repeats it.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findings, reportLine } from './report.ts';
import { run } from './run.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

it(`two browser tabs with seed ${seed}: nothing lost, doubled or out of order`, async (context) => {
  const report = await run({ seed, seconds: 15, transport: 'broadcast', tabs: 2 });
  context.diagnostic(reportLine(report));
  assert.deepEqual(findings(report), [], `CHAOS_SEED=${seed}`);
  assert.notEqual(report.convergence, null, `everybody current within 30 s, CHAOS_SEED=${seed}`);
  assert.ok(report.acknowledged > 20, 'people really talked');
});
