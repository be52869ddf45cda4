// Which file imports which, and where imports lead back to where they began. Reads texts only, no files.
import { dirname, join, normalize } from 'node:path';

export interface Import {
  /** As it is written: a package's name or a relative path. */
  readonly specifier: string;
  /** The imported file, by the same kind of path as the importing one; null for packages. */
  readonly path: string | null;
  /** `import type`: gone once it is compiled. */
  readonly isType: boolean;
  /** `import()`: loaded later, when it is called. */
  readonly isDynamic: boolean;
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm;

export function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, type, written, called]) => {
    const specifier = written ?? called ?? '';
    const path = specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : null;
    return { specifier, path, isType: type !== undefined, isDynamic: called !== undefined };
  });
}

/**
 * Each circle as the files on the way round, the first one again at the end.
 *
 * @param graph the imported files of each file; files that are no keys of it are ignored
 */
export function findCircles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const finished = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (finished.has(file) || !graph.has(file)) return;
    const start = trail.indexOf(file);
    if (start !== -1) {
      circles.push([...trail.slice(start), file]);
      return;
    }
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}
