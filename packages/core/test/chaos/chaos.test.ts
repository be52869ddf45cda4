// Two minutes under the nemesis, a minute over each transport. The seed is printed; CHAOS_SEED repeats it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { run } from './run.ts';

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

describe(`chaos with seed ${seed}`, { concurrency: 2 }, () => {
  for (const transport of ['broadcast', 'postgres_changes'] as const) {
    it(`${transport}: nothing lost, doubled or out of order, and everybody sees it`, async (context) => {
      const report = await run({ seed, seconds: 60, transport });
      context.diagnostic(
        JSON.stringify({ ...report, lost: report.lost.length, duplicated: report.duplicated.length }),
      );
      const { lost, duplicated, misordered, unexpected, convergence } = report;
      assert.deepEqual(
        { lost, duplicated, misordered, unexpected },
        { lost: [], duplicated: [], misordered: [], unexpected: [] },
        `CHAOS_SEED=${seed}`,
      );
      assert.notEqual(convergence, null, `everybody current within 30 s, CHAOS_SEED=${seed}`);
      assert.ok(report.acknowledged > 50, 'people really talked');
    });
  }
});
