// The one error of the library. Owns the codes and what each means.

/** Stable codes. Those with an RPC behind them are the `hint` of docs/protocol.md. */
export type GlobalChatErrorCode =
  | 'invalid_argument'
  | 'content_empty'
  | 'content_too_long'
  | 'not_signed_in'
  | 'not_allowed'
  | 'upload_not_allowed'
  | 'file_empty'
  | 'file_too_large'
  | 'file_type_not_allowed'
  | 'too_many_files'
  | 'blocked'
  | 'edit_expired'
  | 'edit_conflict'
  | 'origin_not_allowed'
  | 'not_found'
  | 'widget_not_found'
  | 'id_conflict'
  | 'identity_invalid'
  | 'identity_conflict'
  | 'identity_unavailable'
  | 'last_admin'
  | 'rate_limited'
  | 'tenant_limit'
  | 'captcha_required'
  | 'consent_required'
  | 'anonymous_sign_ins_disabled'
  | 'wrong_credentials'
  | 'email_not_confirmed'
  | 'user_banned'
  | 'secret_key_refused'
  | 'invalid_key'
  | 'invalid_url'
  | 'missing_widget_id'
  | 'schema_missing'
  | 'network'
  | 'timeout'
  | 'server'
  | 'storage_unavailable'
  | 'channel_refused'
  | 'closed'
  | 'unknown';

/** Codes after which the same request may succeed within minutes without anybody changing anything. */
const RETRYABLE_CODES: ReadonlySet<GlobalChatErrorCode> = new Set([
  'network',
  'timeout',
  'server',
  'rate_limited',
  'not_signed_in',
]);

export interface GlobalChatErrorOptions {
  readonly cause?: unknown;
  /** Milliseconds to wait before a retry, when the server said so. */
  readonly retryAfter?: number;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
}

/**
 * Every failure that leaves the library.
 * `code` is stable and meant for programs, `message` is a sentence for developers; user interfaces translate the code.
 */
export class GlobalChatError extends Error {
  override readonly name = 'GlobalChatError';
  declare readonly code: GlobalChatErrorCode;
  declare readonly retryable: boolean;
  declare readonly retryAfter: number | null;
  declare readonly status: number | null;

  constructor(code: GlobalChatErrorCode, message: string, options: GlobalChatErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryable = RETRYABLE_CODES.has(code);
    this.retryAfter = options.retryAfter ?? null;
    this.status = options.status ?? null;
  }
}

export function isGlobalChatError(value: unknown): value is GlobalChatError {
  return value instanceof Error && value.name === 'GlobalChatError';
}

/** Any thrown value as a GlobalChatError; what is not one already becomes `unknown` with its cause kept. */
export function toGlobalChatError(value: unknown): GlobalChatError {
  if (isGlobalChatError(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  return new GlobalChatError('unknown', message, { cause: value });
}
