// Whether what `npm publish` would ship works for those who install it: a clean build, exports that resolve and are
// typed, every entry importable in Node without throwing, tarballs with a licence and without tests, a manifest that names
// every element, sizes within budget.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { publishedPackages, type PublishedPackage } from './published.ts';
import { runStep, type Step } from './steps.ts';

const failures: string[] = [];

async function must(name: string, args: readonly string[], node?: string): Promise<void> {
  const step: Step = { name, args, counting: 'exit', node };
  const result = await runStep(step);
  console.log(`${result.failed === 0 ? 'ok' : 'FAILED'} ${name} (${result.seconds} s)`);
  if (result.failed > 0) failures.push(`${name}\n${result.output}`);
}

/**
 * Runs each entry the way a consumer's Node does, pattern entries aside (their members are reached through `define`): in
 * the Node that npm was started with, which may be as old as the manifests allow.
 */
async function useEntries({ folder, manifest }: PublishedPackage): Promise<void> {
  const node = process.env['npm_node_execpath'];
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    const file = typeof target === 'string' ? target : target['default'];
    if (!file?.endsWith('.js') || file.includes('*')) continue;
    const url = pathToFileURL(resolve(folder, file)).href;
    const code = `await import(${JSON.stringify(url)})`;
    await must(`import ${folder} ${entry}`, ['--input-type=module', '-e', code], node);
  }
  for (const [command, file] of Object.entries(manifest.bin ?? {}))
    await must(`${command} --version`, [resolve(folder, file), '--version'], node);
}

await must('build', ['tools/build.ts']);
for (const published of await publishedPackages()) {
  const { folder } = published;
  await must(`publint ${folder}`, ['node_modules/publint/src/cli.js', '--strict', folder]);
  await useEntries(published);
}
for (const room of ['core', 'ui', 'widget', 'inbox-elements'].map((name) => `packages/${name}`)) {
  const attw = 'node_modules/@arethetypeswrong/cli/dist/index.js';
  const exclude = ['--exclude-entrypoints', 'custom-elements.json'];
  await must(`types of ${room}`, [attw, '--pack', room, '--profile', 'esm-only', ...exclude]);
}
await must('tarballs', ['tools/tarballs.ts']);
await must('manifest', ['tools/manifest-complete.ts']);
await must('sizes', ['tools/sizes.ts']);
await must('sizes of the inbox', ['tools/inbox-size.ts']);

for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
