// `npm run build`: what is published. Packages by tsc, the script-tag bundle by rollup, one custom-elements manifest
// per package with elements. Stale output is removed first, so that a deleted source leaves nothing behind.
import { copyFile, readdir, rm } from 'node:fs/promises';
import { publishedPackages } from './published.ts';
import { runStep, type Step } from './steps.ts';

const rooms = [...(await readdir('packages')).map((name) => `packages/${name}`), 'schema'];
await Promise.all(
  rooms.flatMap((room) => [
    rm(`${room}/dist`, { recursive: true, force: true }),
    // tsc emits nothing for a project whose incremental state says that it is up to date.
    rm(`${room}/tsconfig.tsbuildinfo`, { force: true }),
  ]),
);

// npm puts a licence into a tarball only from the package's own folder.
for (const { folder } of await publishedPackages()) await copyFile('LICENSE', `${folder}/LICENSE`);

const cem = 'node_modules/@custom-elements-manifest/analyzer/cem.js';
const manifest = (name: string): Step => ({
  name: `manifest of ${name}`,
  args: [
    cem,
    'analyze',
    '--config',
    'custom-elements-manifest.config.mjs',
    '--globs',
    `packages/${name}/src/**/*.ts`,
    '--exclude',
    '**/*.test.ts',
    '--outdir',
    `packages/${name}/dist`,
  ],
  counting: 'exit',
});
const steps: readonly Step[] = [
  {
    name: 'packages',
    args: ['node_modules/typescript/bin/tsc', '-b', '--pretty', 'false'],
    counting: 'exit',
  },
  { name: 'templates', args: ['tools/squeeze-published.ts'], counting: 'exit' },
  { name: 'script tag', args: ['node_modules/rollup/dist/bin/rollup', '-c', '--silent'], counting: 'exit' },
  {
    name: 'pages of globalchat dev',
    args: ['--conditions=source', 'packages/cli/src/pages/build-published.ts'],
    counting: 'exit',
  },
  manifest('widget'),
  manifest('inbox-elements'),
];
for (const step of steps) {
  const result = await runStep(step);
  console.log(`${result.failed === 0 ? 'built' : 'FAILED'} ${step.name} (${result.seconds} s)`);
  if (result.failed === 0) continue;
  console.error(result.output);
  process.exit(1);
}
