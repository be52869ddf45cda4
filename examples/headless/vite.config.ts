// Inside this repository the packages are taken from their sources, so that nothing has to be built first.
// An app of yours, which installs them from npm, needs no such line.
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: { target: 'es2022' },
});
