/** Owns the public names of the package. Everything else is free to change. */
export { bootstrap } from './bootstrap/bootstrap.ts';
export { applyMigrations } from './bootstrap/migrations.ts';
export type { Migration } from './bootstrap/migrations.ts';
export { LocalError } from './errors.ts';
export type { LocalErrorCode } from './errors.ts';
export { startPostgres } from './postgres/start.ts';
export type { Postgres, PostgresOptions } from './postgres/start.ts';
