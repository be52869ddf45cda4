// How the database carries a million messages, and what sending costs beside an earlier release. The crowd, the calls and
// their expected plans live with the schema's tests, which check the plans at a smaller size; this starts them as processes
// of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const runner =
  (name: 'main' | 'releases') =>
  async (args: readonly string[]): Promise<void> => {
    const program = fileURLToPath(new URL(`../../../../schema/tests/scale/${name}.ts`, import.meta.url));
    const child = spawn(process.execPath, ['--conditions=source', program, ...args], { stdio: 'inherit' });
    const [code] = (await once(child, 'close')) as [number | null];
    process.exitCode = code ?? 1;
  };

export const benchScale = runner('main');
export const benchReleases = runner('releases');
