/**
 * Errors that clients of Realtime see, with the hosted service's codes and sentences. A join reply says `Code: text`; a
 * system message says the text alone.
 */

/** Codes as they appear before the colon of a refused join's reason. */
export type RealtimeErrorCode =
  | 'ChannelRateLimitReached'
  | 'ClientJoinRateLimitReached'
  | 'ConnectionRateLimitReached'
  | 'InvalidJWTToken'
  | 'JwtSignatureError'
  | 'MalformedJWT'
  | 'MissingPartition'
  | 'PostgresChangesSubscribeTimeout'
  | 'PrivateOnly'
  | 'QueryCanceled'
  | 'RealtimeDisabledForConfiguration'
  | 'TopicNameRequired'
  | 'UnableToConnectToProject'
  | 'UnableToReplayMessages'
  | 'Unauthorized';

/** Thrown wherever a request of a client fails; caught where the answer is sent. */
export class RealtimeApiError extends Error {
  readonly code: RealtimeErrorCode;

  constructor(code: RealtimeErrorCode, text: string, options?: ErrorOptions) {
    super(text, options);
    this.name = 'RealtimeApiError';
    this.code = code;
  }

  /** The form of a refused join. */
  get reason(): string {
    return `${this.code}: ${this.message}`;
  }
}

/** What a join answers for an error that is not a `RealtimeApiError`. */
export const UNKNOWN_ERROR_REASON = 'Unknown Error on Channel';

export function notAllowedToRead(subtopic: string): RealtimeApiError {
  return new RealtimeApiError(
    'Unauthorized',
    `You do not have permissions to read from this Channel topic: ${subtopic}`,
  );
}

export function databaseUnavailable(cause: unknown): RealtimeApiError {
  return new RealtimeApiError(
    'UnableToConnectToProject',
    'Realtime was unable to connect to the project database',
    { cause },
  );
}

/** Whether an error came from PostgreSQL itself (with an SQLSTATE) rather than from reaching it. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== 'PostgresError') return null;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : null;
}
