/**
 * Owns finding the migrations in this package. It reads them and never changes or runs them.
 */
import { readdir, readFile } from 'node:fs/promises';

/** One SQL file: re-runnable over itself and over an older state. */
export interface Migration {
  /** The file's name, as `0006_conversations.sql`. */
  readonly name: string;
  readonly sql: string;
}

/** Beside `src` and `dist` alike, so that one path holds for the sources and for the build. */
const FOLDER = new URL('../migrations/', import.meta.url);

/** All migrations in the order in which they run, as role `postgres`. */
export async function migrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(new URL(name, FOLDER), 'utf8') })),
  );
}
