/** What the Data API is started with. Types only. */
import type { Sql } from 'postgres';

export interface RestOptions {
  /** Connection string of role `authenticator`. */
  readonly url: string;
  /** A superuser's pool; it reads the catalogs and listens for `NOTIFY pgrst`. */
  readonly sql: Sql;
  /** Schemas that requests may name; the first is the default. */
  readonly schemas: readonly string[];
  /** Most rows a request returns. */
  readonly maxRows: number;
}
