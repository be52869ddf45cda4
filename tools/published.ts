// Which packages of the workspace npm publishes, and what their manifests say.
import { readFile, readdir } from 'node:fs/promises';

export interface PublishedPackage {
  readonly folder: string;
  readonly manifest: {
    readonly name: string;
    readonly version: string;
    readonly private?: boolean;
    readonly license?: string;
    readonly engines?: { readonly node?: string };
    readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
    readonly bin?: Readonly<Record<string, string>>;
    readonly dependencies?: Readonly<Record<string, string>>;
  };
}

export async function publishedPackages(): Promise<PublishedPackage[]> {
  const folders = [...(await readdir('packages')).sort().map((name) => `packages/${name}`), 'schema'];
  const all = await Promise.all(
    folders.map(async (folder) => ({
      folder,
      manifest: JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as PublishedPackage['manifest'],
    })),
  );
  return all.filter(({ manifest }) => !manifest.private);
}
