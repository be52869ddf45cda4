// Memory of a process and everything it started. Owns reading /proc; elsewhere it knows the process itself only.
import { readFile, readdir } from 'node:fs/promises';

/** Parents by process id. */
async function parents(): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const entry of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(entry)) continue;
    // The name in parentheses may hold anything, so what follows its last one is read.
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const parent = /^.*\) \S (\d+) /s.exec(stat)?.[1];
    if (parent !== undefined) found.set(Number(entry), Number(parent));
  }
  return found;
}

/** Proportional set size in bytes: memory that processes share counts once. */
async function proportional(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s*(\d+)/m.exec(rollup)?.[1] ?? 0) * 1024;
}

export interface Memory {
  readonly nodeMb: number;
  /** What it started: the database. */
  readonly restMb: number;
}

export async function memoryOf(pid: number): Promise<Memory> {
  const tree = await parents();
  const isBelow = (one: number): boolean => {
    for (let at = tree.get(one); at !== undefined && at > 1; at = tree.get(at)) if (at === pid) return true;
    return false;
  };
  const below = [...tree.keys()].filter(isBelow);
  const node = (await proportional(pid)) || process.memoryUsage().rss;
  const rest = await Promise.all(below.map(proportional));
  return { nodeMb: toMb(node), restMb: toMb(rest.reduce((sum, one) => sum + one, 0)) };
}

function toMb(bytes: number): number {
  return Math.round(bytes / 1e6);
}
