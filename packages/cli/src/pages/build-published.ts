// Run by `npm run build`: puts the pages of `globalchat dev` where the published command finds them.
import { fileURLToPath } from 'node:url';
import { buildPages } from './build.ts';

await buildPages(fileURLToPath(new URL('../../dist/demo-pages', import.meta.url)));
