/** Tables, columns and functions as the Data API sees them. Types, and the key they are found by. */

/** A table or view, by schema and name. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it with every schema named. */
  readonly type: string;
  /** The expression of its default. */
  readonly default: string | null;
}

export interface Table extends TableName {
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns of the primary key; of a view, the columns that show one. */
  readonly key: readonly string[];
  /** Bits: 4 update, 8 insert, 16 delete. */
  readonly writable: number;
}

export interface Argument {
  readonly name: string;
  readonly type: string;
  /** The type as it appears in messages. */
  readonly shown: string;
  readonly required: boolean;
  readonly variadic: boolean;
}

export interface Routine {
  readonly schema: string;
  readonly name: string;
  readonly args: readonly Argument[];
  readonly volatility: 'i' | 's' | 'v';
  readonly isSet: boolean;
  readonly isComposite: boolean;
  readonly isVoid: boolean;
  /** Type of its rows or of its value. */
  readonly returns: TableName;
  /** Whether it may answer more than one row. */
  readonly returnsMany: boolean;
  /** Whether its rows are those of a table or view. */
  readonly returnsTable: boolean;
  /** The table whose row is its only argument. */
  readonly ofRow: TableName | undefined;
  /** `name=value` settings that must be made before the call. */
  readonly settings: readonly string[];
}

/** What an object is found by. */
export function keyOf({ schema, name }: TableName): string {
  return `${schema}\u0000${name}`;
}
