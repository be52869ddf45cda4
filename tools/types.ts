// Checks every TypeScript file: the packages as they are built, then their tests, then tools and examples.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { runStep } from './steps.ts';

const tsc = 'node_modules/typescript/bin/tsc';
const rooms = (await readdir('packages')).map((name) => `packages/${name}`);
const projects = [...rooms, 'schema'].map((room) => `${room}/tsconfig.test.json`);
const checks = [
  ['-b', '--pretty', 'false'],
  ...[...projects, 'tools/tsconfig.json', 'examples/tsconfig.json']
    .filter((project) => existsSync(project))
    .map((project) => ['-p', project, '--pretty', 'false']),
];

let failed = 0;
for (const args of checks) {
  const result = await runStep({ name: args.join(' '), args: [tsc, ...args], counting: 'exit' });
  if (result.failed === 0) continue;
  failed++;
  console.error(`tsc ${result.name}\n${result.output}`);
}
console.log(`types: ${checks.length} projects, ${failed} with errors`);
if (failed > 0) process.exitCode = 1;
