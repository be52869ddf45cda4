// The upstream test suites that can be run against a local backend: what each needs to find there, and its own command.
import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Local, Migration } from '../../src/index.ts';

export interface Suite {
  readonly name: string;
  /** Where its command runs, below the checkout. */
  readonly folder: string;
  /** What must have been installed or built there before, and how. */
  readonly needs: { readonly path: string; readonly remedy: string };
  /** Applied at the start. */
  migrations(folder: string): Promise<Migration[]>;
  /** What else its setup script does. */
  prepare(local: Local): Promise<void>;
  command(local: Local): readonly [program: string, ...args: string[]];
}

/**
 * The integration tests of supabase-js. They expect what `scripts/setup-supabase.sh` makes: the project's migrations and a
 * bucket, at the address and with the legacy key of `supabase start`.
 */
const supabaseJs: Suite = {
  name: 'supabase-js',
  folder: 'packages/core/supabase-js',
  needs: {
    path: 'node_modules/.bin/jest',
    remedy: 'pnpm install && pnpm --filter "@supabase/supabase-js^..." build',
  },
  async migrations(folder) {
    const migrations = join(folder, 'supabase/migrations');
    const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort();
    return Promise.all(
      names.map(async (name) => ({ name, sql: await readFile(join(migrations, name), 'utf8') })),
    );
  },
  async prepare({ sql }) {
    await sql`insert into storage.buckets (id, name, public) values ('test-bucket', 'test-bucket', false) on conflict (id) do nothing`;
  },
  command: () => ['npm', 'run', 'test:integration'],
};

/** Realtime's end-to-end check. It makes its own tables, policies and users, and runs on Bun. */
const realtime: Suite = {
  name: 'realtime',
  folder: 'test/e2e',
  needs: { path: 'node_modules/@supabase/supabase-js', remedy: 'bun install' },
  migrations: () => Promise.resolve([]),
  prepare: () => Promise.resolve(),
  // prettier-ignore
  command: ({ apiUrl, databaseUrl, publishableKey, secretKey }) => [
    'bun', 'run', 'realtime-check.ts', '--env', 'local', '--url', apiUrl, '--db-url', databaseUrl,
    '--publishable-key', publishableKey, '--secret-key', secretKey,
  ],
};

export const SUITES: readonly Suite[] = [supabaseJs, realtime];

/** The folder to run in. Throws when the checkout is none, or not installed. */
export async function folderOf({ name, folder, needs }: Suite, checkout: string): Promise<string> {
  const path = join(checkout, folder);
  try {
    await access(path);
  } catch (cause) {
    throw new Error(`${checkout} is no checkout of ${name}: it has no ${folder}.`, { cause });
  }
  try {
    await access(join(path, needs.path));
  } catch (cause) {
    throw new Error(`${path} is not installed. Run there: ${needs.remedy}`, { cause });
  }
  return path;
}
