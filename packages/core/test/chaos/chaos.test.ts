// Two minutes under the nemesis, a minute over each transport, and a shorter run with browser tabs in tabs.test.ts.
// The seed is printed; CHAOS_SEED repeats it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findings, reportLine } from './report.ts';
import { run } from './run.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

describe(`chaos with seed ${seed}`, { concurrency: 2 }, () => {
  for (const transport of ['broadcast', 'postgres_changes'] as const) {
    it(`${transport}: nothing lost, doubled or out of order, and everybody sees it`, async (context) => {
      const report = await run({ seed, seconds: 60, transport });
      context.diagnostic(reportLine(report));
      assert.deepEqual(findings(report), [], `CHAOS_SEED=${seed}`);
      assert.notEqual(report.convergence, null, `everybody current within 30 s, CHAOS_SEED=${seed}`);
      assert.ok(report.acknowledged > 50, 'people really talked');
    });
  }
});
