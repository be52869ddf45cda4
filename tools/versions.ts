// One version everywhere: that of the packages, which `changeset version` sets. This writes it into what names it besides:
// the addresses and commands in the documentation, the schema's constant and the head of its single file; and it keeps
// that file as the one of this release. `--check` changes nothing and fails when something says another version.
import { glob, readFile, writeFile } from 'node:fs/promises';
import { publishedPackages } from './published.ts';

/** A package of ours with a version after it. */
const PIN = /((?:@globalchat\/[\w-]+|\bglobalchat)@)\d+\.\d+\.\d+(?:-[\w.]+)?/g;

const checking = process.argv.includes('--check');
const packages = await publishedPackages();
const version = packages[0]?.manifest.version ?? '';
const problems: string[] = [];
for (const { folder, manifest } of packages) {
  if (manifest.version !== version) problems.push(`${folder}/package.json: ${manifest.version}`);
  for (const [name, range] of Object.entries(manifest.dependencies ?? {}))
    if (/^(@globalchat\/|globalchat$)/.test(name) && range !== version)
      problems.push(`${folder}/package.json: ${name} ${range}`);
}

/** Resolves with the right text of the file. */
async function must(file: string, change: (text: string) => string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const right = change(text);
  if (text !== right && checking) problems.push(file);
  if (text !== right && !checking) await writeFile(file, right);
  return right;
}

const documents = ['*.md', 'docs/**/*.md', '{packages,examples}/*/README.md', 'schema/README.md'];
for await (const file of glob(documents, { exclude: ['docs/api/**'] }))
  await must(file, (text) => text.replace(PIN, `$1${version}`));
await must('schema/src/version.ts', (text) =>
  text.replace(/(schemaVersion = ')[^']*/, (_, before: string) => `${before}${version}`),
);
const pasted = await must('schema/global_chat_schema.sql', (text) =>
  text.replace(/^(-- Global Chat )\S+(?=:)/, `$1${version}`),
);
// Of an earlier release it stays as it was.
await must(`schema/versions/${version}.sql`, (text) => text || pasted);

if (problems.length > 0) {
  console.error(`Not at version ${version}; run npm run version:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
