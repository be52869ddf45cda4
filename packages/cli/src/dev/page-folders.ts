// Where the demo's pages are: beside the published command, or, in a checkout that was not built, in a folder that is
// filled from the sources and removed afterwards.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lifecycle } from '../lifecycle.ts';
import type { PageFolders } from '../pages/serve.ts';

/** The same folder from `src` and from `dist`. */
const PUBLISHED_PAGES_FOLDER = fileURLToPath(new URL('../../dist/demo-pages', import.meta.url));

export async function findPages(lifecycle: Lifecycle): Promise<PageFolders> {
  const isBuilt = await stat(join(PUBLISHED_PAGES_FOLDER, 'cdn')).catch(() => null);
  if (isBuilt)
    return {
      landing: `${PUBLISHED_PAGES_FOLDER}/landing`,
      inbox: `${PUBLISHED_PAGES_FOLDER}/inbox`,
      cdn: `${PUBLISHED_PAGES_FOLDER}/cdn`,
    };
  const { buildPages } = await import('../pages/build.ts');
  const target = await mkdtemp(join(tmpdir(), 'globalchat-pages-'));
  lifecycle.add(() => rm(target, { recursive: true, force: true }));
  return buildPages(target);
}
