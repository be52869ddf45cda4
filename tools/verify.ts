// `npm run verify`: what must hold before a merge. `npm test` plus formatting, unused code and a rehearsal of the release.
import { runLanes, type Step } from './steps.ts';

const steps: readonly Step[] = [
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'], counting: 'exit' },
  { name: 'unused code', args: ['node_modules/knip/bin/knip.js'], counting: 'exit' },
  { name: 'tests', args: ['tools/test-all.ts'], counting: 'exit' },
  { name: 'release', args: ['tools/release-rehearsal.ts'], counting: 'exit' },
];
const results = await runLanes([steps]);
if (results.some((result) => result.failed > 0)) process.exitCode = 1;
