// Whether what `npm publish` would ship works for those who install it: a clean build, exports that resolve and are
// typed, every entry importable in Node without throwing, a manifest that names every element, sizes within budget.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { runStep, type Step } from './steps.ts';

const PUBLISHED = ['core', 'ui', 'widget', 'inbox-elements', 'local', 'cli'].map(
  (name) => `packages/${name}`,
);
const failures: string[] = [];

async function must(name: string, args: readonly string[]): Promise<void> {
  const step: Step = { name, args, counting: 'exit' };
  const result = await runStep(step);
  console.log(`${result.failed === 0 ? 'ok' : 'FAILED'} ${name} (${result.seconds} s)`);
  if (result.failed > 0) failures.push(`${name}\n${result.output}`);
}

interface Manifest {
  readonly exports?: Record<string, string | Record<string, string>>;
}

/** Imports each entry the way a consumer's Node does, pattern entries aside (their members are reached through `define`). */
async function importEntries(room: string): Promise<void> {
  const manifest = JSON.parse(await readFile(`${room}/package.json`, 'utf8')) as Manifest;
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    const file = typeof target === 'string' ? target : target['default'];
    if (!file?.endsWith('.js') || file.includes('*')) continue;
    const url = pathToFileURL(resolve(room, file)).href;
    await must(`import ${room} ${entry}`, [
      '--input-type=module',
      '-e',
      `await import(${JSON.stringify(url)})`,
    ]);
  }
}

await must('build', ['tools/build.ts']);
for (const room of PUBLISHED) {
  await must(`publint ${room}`, ['node_modules/publint/src/cli.js', '--strict', room]);
  await importEntries(room);
}
for (const room of ['core', 'ui', 'widget', 'inbox-elements'].map((name) => `packages/${name}`)) {
  const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js';
  const exclude = ['--exclude-entrypoints', 'custom-elements.json'];
  await must(`types of ${room}`, [attw, '--pack', room, '--profile', 'esm-only', ...exclude]);
}
await must('manifest', ['tools/manifest-complete.ts']);
await must('sizes', ['tools/sizes.ts']);
await must('sizes of the inbox', ['tools/inbox-size.ts']);

for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
