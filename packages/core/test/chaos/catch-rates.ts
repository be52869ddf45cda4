// How surely the checker calls each planted bug by its name, seed by seed, on one backend.
import { startBackendProcess, type BackendProcess } from './backend-process.ts';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.ts';
import { run, type RunReport } from './run.ts';

export interface CatchRate {
  readonly bug: string;
  readonly shows: string;
  readonly runs: number;
  readonly caught: number;
}

/** A run for one bug, short because its provocation makes it show. */
export function provoke(backend: BackendProcess, seed: number, bug: PlantedBug): Promise<RunReport> {
  const { provocation } = bug;
  return run({ backend, seed, bug, provocation, seconds: 0, transport: 'broadcast', patience: 6000 });
}

export async function measurePlantedBugs(seeds: readonly number[]): Promise<CatchRate[]> {
  const backend = await startBackendProcess();
  try {
    const rates: CatchRate[] = [];
    for (const bug of PLANTED_BUGS) {
      let caught = 0;
      for (const seed of seeds) {
        const report = await provoke(backend, seed, bug);
        if (report[bug.shows].length > 0) caught += 1;
        else console.log(`${bug.name}: not caught by seed ${seed}`);
      }
      rates.push({ bug: bug.name, shows: bug.shows, runs: seeds.length, caught });
      console.log(`${bug.name}: ${caught} of ${seeds.length}`);
    }
    return rates;
  } finally {
    await backend.stop();
  }
}
