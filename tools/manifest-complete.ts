// Whether custom-elements.json names every element that is registered, each with a summary, and no event without a
// name and a type. Generators of editor data and framework types fail quietly on what is missing here.
import { readFile } from 'node:fs/promises';
import { glob } from 'node:fs/promises';

interface Declaration {
  readonly tagName?: string;
  readonly name: string;
  readonly customElement?: boolean;
  readonly description?: string;
  readonly summary?: string;
  readonly events?: readonly { name?: string; type?: { text: string } }[];
}
interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations?: readonly Declaration[];
    readonly exports?: readonly { kind: string; name: string; declaration: { name: string } }[];
  }[];
}

const problems: string[] = [];
let elements = 0;
for (const room of ['widget', 'inbox-elements']) {
  const manifest = JSON.parse(
    await readFile(`packages/${room}/dist/custom-elements.json`, 'utf8'),
  ) as Manifest;
  const described = new Map<string, Declaration>();
  for (const module of manifest.modules) {
    for (const declaration of module.declarations ?? []) {
      if (declaration.customElement) described.set(declaration.name, declaration);
    }
  }
  const tags = new Set<string>();
  for await (const file of glob(`packages/${room}/src/**/*.ts`)) {
    const source = await readFile(file, 'utf8');
    for (const match of source.matchAll(/'([a-z-]+)': (\w+(?:Element)?);/g)) {
      if (
        source.includes('HTMLElementTagNameMap') &&
        match[1]?.includes('-') &&
        described.has(match[2] ?? '')
      ) {
        tags.add(match[1]);
        elements++;
      }
    }
  }
  if (tags.size === 0) problems.push(`${room}: no tag is declared in HTMLElementTagNameMap`);
  for (const [name, declaration] of described) {
    if (!declaration.description && !declaration.summary)
      problems.push(`${room}: ${name} has no description`);
    for (const event of declaration.events ?? []) {
      if (!event.name || !event.type?.text)
        problems.push(`${room}: ${name} has an event without name or type`);
    }
  }
}
for (const problem of problems) console.error(problem);
console.log(`manifest: ${elements} elements, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;
