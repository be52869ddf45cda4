// The checker proved: each planted bug must be called by its name within a few short runs, and runs under the same
// faults without a bug must be clean, or the faults alone would explain the finding.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { run } from './run.ts';

const SEEDS = [101, 102, 103, 104, 105, 106];
const SETTINGS = { seconds: 6, transport: 'broadcast', patience: 10_000 } as const;

describe('planted bugs', { concurrency: 2 }, () => {
  it('without a bug, runs under the same faults are clean', async () => {
    const only = [...new Set(PLANTED_BUGS.flatMap((bug) => bug.faults))];
    for (const seed of SEEDS.slice(0, 2)) {
      const { lost, duplicated, misordered, unexpected, convergence } = await run({
        seed,
        only,
        ...SETTINGS,
      });
      assert.deepEqual(
        { lost, duplicated, misordered, unexpected },
        { lost: [], duplicated: [], misordered: [], unexpected: [] },
      );
      assert.notEqual(convergence, null);
    }
  });
  for (const bug of PLANTED_BUGS) {
    it(`${bug.name}: ${bug.shows}`, async (context) => {
      const others: string[] = [];
      for (const seed of SEEDS) {
        const report = await run({ seed, bug, only: bug.faults, ...SETTINGS });
        const [found] = report[bug.shows];
        if (found) return context.diagnostic(`seed ${seed}: ${found}`);
        others.push(...report.lost, ...report.duplicated, ...report.misordered, ...report.unexpected);
      }
      assert.fail(`not caught in ${SEEDS.length} runs; they showed: ${others.slice(0, 5).join('; ')}`);
    });
  }
});
