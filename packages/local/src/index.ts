/** The public names of the package. Everything else may change. */
export { startLocal } from './local.ts';
export type { Local, LocalOptions } from './local-types.ts';
export type { NewAccount } from './auth/account.ts';
export type { AuthSettings } from './auth/context.ts';
export type { CaptchaSettings } from './auth/captcha.ts';
export type { Mail, Mailbox, MailKind } from './auth/mailbox.ts';
export type { Faults } from './faults/faults.ts';
export type { Frame, FrameFault, Join } from './faults/frame-faults.ts';
export type { RequestFault } from './faults/request-faults.ts';
export type { LocalRoute } from './gateway/router.ts';
export { createGuard } from './gateway/guard.ts';
export type { Guard, GuardCode, GuardOptions, GuardError } from './gateway/guard.ts';
export { LocalError } from './errors.ts';
export type { LocalErrorCode } from './errors.ts';
export { bootstrap } from './bootstrap/bootstrap.ts';
export { applyMigrations } from './bootstrap/migrations.ts';
export type { Migration } from './bootstrap/migrations.ts';
export { startPostgres } from './postgres/start.ts';
export type { Postgres, PostgresOptions } from './postgres/start.ts';
export { HOSTED_LIMITS } from './realtime/index.ts';
export type {
  RealtimeFaults,
  RealtimeLimits,
  RealtimeTimings,
  SocketFilter,
  SocketInfo,
} from './realtime/index.ts';
