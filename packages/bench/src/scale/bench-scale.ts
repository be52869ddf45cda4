// How the database carries a million messages. The crowd, the calls and their expected plans live with the schema's tests,
// which check the plans at a smaller size; this starts them as a process of their own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../../../schema/tests/scale/main.ts', import.meta.url));

export async function benchScale(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=source', program, ...args], { stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  process.exitCode = code ?? 1;
}
