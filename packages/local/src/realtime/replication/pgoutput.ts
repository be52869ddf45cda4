/**
 * Decodes messages of PostgreSQL's logical replication plugin `pgoutput`, protocol version 1, text values.
 * It knows the bytes and nothing else: no catalog, no meaning of a change.
 */

/** A value of a tuple: text as PostgreSQL prints it, null, or undefined for TOAST that did not change. */
export type TupleValue = string | null | undefined;

export interface RelationColumn {
  readonly name: string;
  /** Part of the replica identity. Every column is, when the identity is FULL. */
  readonly isKey: boolean;
}

export interface Relation {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly RelationColumn[];
}

export interface RowChange {
  readonly kind: 'INSERT' | 'UPDATE' | 'DELETE';
  readonly relation: Relation;
  /** Absent on DELETE. In the order of the relation's columns, as `old` is. */
  readonly new?: readonly TupleValue[];
  /** Absent on INSERT, and on UPDATE when the key did not change and the identity is not FULL. */
  readonly old?: readonly TupleValue[];
  /** `old` holds only the identity's columns; all others read as null. */
  readonly oldIsKeyOnly?: boolean;
}

/** A transaction begins, told only once it has committed. */
export interface BeginMessage {
  readonly kind: 'begin';
  readonly committedAt: Date;
  /** Of its commit in the write-ahead log. */
  readonly position: bigint;
}

export type ReplicationMessage =
  BeginMessage | { readonly kind: 'change'; readonly change: RowChange } | { readonly kind: 'commit' };

/** One letter, which the flags of the columns say in more detail. */
const REPLICA_IDENTITY_BYTES = 1;
/** Oid and modifier of a column's type; the catalog is asked for types. */
const COLUMN_TYPE_BYTES = 8;
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

/** Remembers the relations a stream has announced. One decoder per stream. */
export class PgoutputDecoder {
  readonly #relations = new Map<number, Relation>();

  /** Null for messages without a meaning here: relations, types, origins, truncates. */
  decode(data: Buffer): ReplicationMessage | null {
    const reader = new Reader(data);
    const type = reader.character();
    switch (type) {
      case 'B':
        return {
          kind: 'begin',
          position: reader.int64(),
          committedAt: new Date(POSTGRES_EPOCH_MS + Number(reader.int64() / 1000n)),
        };
      case 'C':
        return { kind: 'commit' };
      case 'R':
        this.#learn(reader);
        return null;
      case 'I':
      case 'U':
      case 'D':
        return { kind: 'change', change: this.#change(type, reader) };
      default:
        return null;
    }
  }

  #learn(reader: Reader): void {
    const oid = reader.int32();
    const schema = reader.string() || 'pg_catalog';
    const name = reader.string();
    reader.skip(REPLICA_IDENTITY_BYTES);
    const columns = Array.from({ length: reader.int16() }, () => {
      const isKey = reader.byte() === 1;
      const column = { isKey, name: reader.string() };
      reader.skip(COLUMN_TYPE_BYTES);
      return column;
    });
    this.#relations.set(oid, { oid, schema, name, columns });
  }

  #change(type: 'I' | 'U' | 'D', reader: Reader): RowChange {
    const oid = reader.int32();
    const relation = this.#relations.get(oid);
    if (relation === undefined)
      throw new Error(`the replication stream changed relation ${oid} before announcing it`);
    let tuple = reader.character();
    if (type === 'I') return { kind: 'INSERT', relation, new: reader.tuple() };
    if (type === 'D') return { kind: 'DELETE', relation, old: reader.tuple(), oldIsKeyOnly: tuple === 'K' };
    if (tuple === 'N') return { kind: 'UPDATE', relation, new: reader.tuple() };
    const oldIsKeyOnly = tuple === 'K';
    const old = reader.tuple();
    tuple = reader.character();
    return { kind: 'UPDATE', relation, old, oldIsKeyOnly, new: reader.tuple() };
  }
}

class Reader {
  readonly #data: Buffer;
  #offset = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  skip(bytes: number): void {
    this.#offset += bytes;
  }

  byte(): number {
    return this.#data.readUInt8(this.#offset++);
  }

  character(): string {
    return String.fromCharCode(this.byte());
  }

  int16(): number {
    this.#offset += 2;
    return this.#data.readUInt16BE(this.#offset - 2);
  }

  int32(): number {
    this.#offset += 4;
    return this.#data.readUInt32BE(this.#offset - 4);
  }

  int64(): bigint {
    this.#offset += 8;
    return this.#data.readBigInt64BE(this.#offset - 8);
  }

  string(): string {
    const end = this.#data.indexOf(0, this.#offset);
    const value = this.#data.toString('utf8', this.#offset, end);
    this.#offset = end + 1;
    return value;
  }

  tuple(): TupleValue[] {
    return Array.from({ length: this.int16() }, () => this.#value());
  }

  #value(): TupleValue {
    const type = this.character();
    if (type === 'n') return null;
    if (type === 'u') return undefined;
    const length = this.int32();
    this.#offset += length;
    return this.#data.toString('utf8', this.#offset - length, this.#offset);
  }
}
