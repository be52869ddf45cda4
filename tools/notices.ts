// The notices that the licences of other people's code ask for, where a bundle of ours carries that code. Owns what is read
// from each package; refuses code without a licence text, since nobody may then pass it on.
import { readFile, readdir } from 'node:fs/promises';

export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** The package's folder at the beginning of a path in node_modules. */
const PACKAGE = /^(.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

async function noticeOf(folder: string): Promise<string> {
  const manifest = JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as Manifest;
  const names = (await readdir(folder)).filter((name) => /^(licen[cs]e|notice)/i.test(name)).sort();
  if (names.length === 0) throw new Error(`${manifest.name} is bundled and has no licence text`);
  const texts = await Promise.all(names.map((name) => readFile(`${folder}/${name}`, 'utf8')));
  const head = `${manifest.name} ${manifest.version} (${manifest.license})`;
  return [head, '-'.repeat(head.length), ...texts.map((text) => text.trim())].join('\n\n');
}

/** @param files What went into a bundle; files outside of node_modules are ours. */
export async function noticesFor(files: Iterable<string>): Promise<string> {
  const folders = new Set([...files].flatMap((file) => PACKAGE.exec(file.replaceAll('\\', '/'))?.[0] ?? []));
  const notices = await Promise.all([...folders].sort().map(noticeOf));
  return `This folder contains code of others:\n\n${notices.join('\n\n\n')}\n`;
}
