/**
 * `npm run schema`: makes the two generated files, global_chat_schema.sql and database.types.ts, from the migrations.
 * `npm run schema -- --check` changes nothing and fails when one of them is stale.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { withMigratedDatabase } from './generator/database.ts';
import { singleFile } from './generator/single-file.ts';
import { databaseTypes } from './generator/types.ts';
import { migrations } from './src/migrations.ts';

const checking = process.argv.includes('--check');
const files = await migrations();
const generated: readonly (readonly [name: string, text: string])[] = [
  ['global_chat_schema.sql', singleFile(files)],
  ['database.types.ts', await withMigratedDatabase(files, databaseTypes)],
];

for (const [name, text] of generated) {
  const path = new URL(name, import.meta.url);
  const old = await readFile(path, 'utf8').catch(() => '');
  if (old === text) {
    console.log(`schema: ${name} is up to date`);
  } else if (checking) {
    console.error(`schema: ${name} is stale. Run: npm run schema`);
    process.exitCode = 1;
  } else {
    await writeFile(path, text);
    console.log(`schema: wrote ${name}`);
  }
}
