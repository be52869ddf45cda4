/** The one error type of this package, with its codes. */

/** Why the local backend could not start, or stopped. */
export type LocalErrorCode =
  | 'api_port_taken'
  | 'db_port_taken'
  | 'data_dir_corrupt'
  | 'data_dir_locked'
  | 'data_dir_unusable'
  | 'data_dir_version'
  | 'disk_full'
  | 'option_invalid'
  | 'migration_failed'
  | 'postgres_failed'
  | 'postgres_missing'
  | 'bootstrap_failed';

/** An error with a stable `code`; `message` names the remedy where there is one. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;

  constructor(code: LocalErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LocalError';
    this.code = code;
  }
}
