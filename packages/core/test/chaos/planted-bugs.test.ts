// The checker proved: each planted bug must be called by its name, and the same provocations without a bug must leave
// nothing, or they alone would explain the finding. How surely one seed catches each: `npm run test:chaos -- --planted 10`.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startBackendProcess, type BackendProcess } from './backend-process.ts';
import { provoke } from './catch-rates.ts';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { findings } from './report.ts';
import { run } from './run.ts';

const SEEDS = [101, 102, 103, 104, 105, 106];
const PROVOCATIONS = new Set(PLANTED_BUGS.map((bug) => bug.provocation));

describe('planted bugs', { concurrency: 2 }, () => {
  let backend: BackendProcess;
  before(async () => {
    backend = await startBackendProcess();
  });
  after(() => backend.stop());

  for (const provocation of PROVOCATIONS) {
    it(`without a bug, ${provocation.name} leaves nothing`, async () => {
      const options = { backend, provocation, seed: 100, seconds: 0, transport: 'broadcast' } as const;
      const report = await run(options);
      assert.deepEqual(findings(report), []);
      assert.notEqual(report.convergence, null);
    });
  }
  for (const bug of PLANTED_BUGS) {
    it(`${bug.name}: ${bug.shows}`, async (context) => {
      const others: string[] = [];
      for (const seed of SEEDS) {
        const report = await provoke(backend, seed, bug);
        const [found] = report[bug.shows];
        if (found) return context.diagnostic(`seed ${seed}: ${found}`);
        others.push(...findings(report));
      }
      assert.fail(`not caught in ${SEEDS.length} runs; they showed: ${others.slice(0, 5).join('; ')}`);
    });
  }
});
