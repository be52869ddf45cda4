// Failures that need no table, and the net that catches the rest. What a server's refusal means is in answer-error.ts.

import { GlobalChatError, isGlobalChatError } from '../../errors.ts';

/** An expired or broken user token: worth one refresh. */
export function isTokenFailure(error: GlobalChatError): boolean {
  return error.code === 'not_signed_in' && error.status === 401;
}

/** No answer at all: the network, DNS, a blocker, a stopped server. */
export function networkError(cause: unknown): GlobalChatError {
  return new GlobalChatError('network', 'The request did not reach the server.', { cause });
}

/** A call that needs a user was made without one: it is not even sent. */
export function nobodyError(): GlobalChatError {
  return new GlobalChatError('not_signed_in', 'Nobody is signed in.');
}

/** What a channel was told when it was refused for good. */
export function refusedError(topic: string, reason: string): GlobalChatError {
  return new GlobalChatError('channel_refused', `Channel ${topic}: ${reason}`);
}

/** A success that this version cannot read. */
export function shapeError(name: string): GlobalChatError {
  return new GlobalChatError(
    'schema_missing',
    `${name} answered in another version's form. Apply the schema of this version.`,
  );
}

/** Runs `work` and lets nothing but GlobalChatErrors out. */
export async function guarded<Result>(work: () => PromiseLike<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw isGlobalChatError(cause) ? cause : networkError(cause);
  }
}
