// `npm run bench -w packages/bench -- NAME [options]`. Owns the list of benchmarks; each prints its own table.
import { benchCosts } from './costs/bench-costs.ts';
import { benchCrowd } from './crowd/bench-crowd.ts';
import { benchDelivery } from './delivery/bench-delivery.ts';
import { benchLocal } from './local/bench-local.ts';
import { benchMemory } from './memory/bench-memory.ts';
import { benchReleases, benchScale } from './scale/bench-scale.ts';

const benchmarks: Record<string, (args: readonly string[]) => Promise<void>> = {
  costs: benchCosts,
  crowd: benchCrowd,
  delivery: benchDelivery,
  local: benchLocal,
  memory: benchMemory,
  releases: benchReleases,
  scale: benchScale,
};

const [name = '', ...args] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark) await benchmark(args);
else {
  console.error(`Which benchmark? ${Object.keys(benchmarks).join(', ')}`);
  process.exitCode = 1;
}
