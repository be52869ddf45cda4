/**
 * Which columns of which tables a view shows, read from the query tree that PostgreSQL keeps of it. Computed columns
 * have no origin and are left out.
 */
import type { TableName } from './objects.ts';

export interface ViewRow extends TableName {
  readonly id: number;
  /** `pg_rewrite.ev_action`. */
  readonly tree: string;
  /** Names by number. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A table that some view shows columns of. */
export interface OriginTable extends TableName {
  readonly id: number;
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
}

export interface ViewColumn {
  readonly name: string;
  readonly tableId: number;
  /** Number of the column in that table. */
  readonly attribute: number;
}

export interface ViewColumns extends TableName {
  readonly columns: readonly ViewColumn[];
}

/** Views over views lead to the tables below them. */
export function originsOf(views: readonly ViewRow[]): ViewColumns[] {
  const direct = new Map(views.map((view) => [view.id, targetsOf(view.tree)]));
  const follow = (
    tableId: number,
    attribute: number,
    passed: ReadonlySet<number>,
  ): Omit<ViewColumn, 'name'>[] => {
    const inner = direct.get(tableId);
    if (inner === undefined) return [{ tableId, attribute }];
    if (passed.has(tableId)) return [];
    return inner
      .filter(({ column }) => column === attribute)
      .flatMap((target) => follow(target.tableId, target.attribute, new Set([...passed, tableId])));
  };
  return views.map(({ id, schema, name, columns }) => ({
    schema,
    name,
    columns: (direct.get(id) ?? []).flatMap((target) =>
      follow(target.tableId, target.attribute, new Set([id])).map((origin) => ({
        ...origin,
        name: columns[target.column] ?? '',
      })),
    ),
  }));
}

interface Target {
  /** Number of the view's column. */
  readonly column: number;
  readonly tableId: number;
  readonly attribute: number;
}

/** Depth of what stands in the outermost query: `({QUERY … :targetList ({TARGETENTRY …} …)})`. */
const IN_QUERY = 1;
const IN_TARGET = 2;
const FIELD = /:(targetList|resno|resorigtbl|resorigcol|jointree|returningList) ?(\d*)/uy;

function targetsOf(tree: string): Target[] {
  const targets: Target[] = [];
  let depth = 0;
  let inTargets = false;
  let current: Record<string, number> = {};
  for (let at = 0; at < tree.length; at += 1) {
    const character = tree[at];
    if (character === '\\') at += 1;
    else if (character === '{') {
      depth += 1;
      if (depth === IN_TARGET) current = {};
    } else if (character === '}') {
      if (depth === IN_TARGET && inTargets && (current['resorigtbl'] ?? 0) > 0) {
        const { resno = 0, resorigtbl = 0, resorigcol = 0 } = current;
        targets.push({ column: resno, tableId: resorigtbl, attribute: resorigcol });
      }
      depth -= 1;
    } else if (character === ':' && (depth === IN_QUERY || depth === IN_TARGET)) {
      FIELD.lastIndex = at;
      const found = FIELD.exec(tree);
      if (found === null) continue;
      if (depth === IN_QUERY) inTargets = found[1] === 'targetList';
      else if (found[1] !== undefined) current[found[1]] = Number(found[2]);
    }
  }
  return targets;
}
