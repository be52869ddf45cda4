// One HTTP request to the project: JSON out, JSON in, a deadline. Refuses retries: callers know what is safe to repeat.

import type { Environment } from '../../../environment/environment.ts';
import { GlobalChatError } from '../../../errors.ts';
import { lazyImport } from '../../../lazy.ts';
import type { answerError } from '../answer-error.ts';
import { networkError } from '../errors.ts';
import { toJson } from '../to-json.ts';

/** Long enough for a slow phone network, short enough that a black hole is noticed. */
const REQUEST_TIMEOUT_MS = 15_000;

export interface HttpRequest {
  readonly url: string;
  /** The project's public key. */
  readonly key: string;
  /** The user's access token, when there is one. */
  readonly token?: string | null;
  readonly body: unknown;
  /** POST when absent. */
  readonly method?: 'DELETE';
  /** How a refusal is understood; as PostgREST's or Auth's when absent. */
  readonly failure?: typeof answerError;
}

/** The parsed answer, null when it was empty. Rejects with a GlobalChatError. */
export async function post({ clock, fetch }: Environment, request: HttpRequest): Promise<unknown> {
  const { token } = request;
  const abort = new AbortController();
  const deadline = clock.setTimeout(() => abort.abort(), REQUEST_TIMEOUT_MS);
  let response: Response;
  let content: string;
  try {
    response = await fetch(request.url, {
      method: request.method ?? 'POST',
      headers: {
        apikey: request.key,
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: toJson(request.body),
      signal: abort.signal,
    });
    content = await response.text();
  } catch (cause) {
    throw abort.signal.aborted
      ? new GlobalChatError('timeout', 'The server did not answer in time.', { cause })
      : networkError(cause);
  } finally {
    clock.clearTimeout(deadline);
  }
  const { status, ok, headers } = response;
  const body = readBody(content, ok, status);
  if (ok) return body;
  const failure = request.failure ?? (await lazyImport(import('../answer-error.ts'))).answerError;
  throw failure({ status, body, signedIn: !!token, retryAfter: headers.get('retry-after') });
}

/** The JSON of an answer, null when it has none. Throws `invalid_url` for a success that Supabase would not send. */
export function readBody(content: string, ok: boolean, status: number): unknown {
  try {
    return content ? JSON.parse(content) : null;
  } catch (cause) {
    // Not JSON: not Supabase, or a gateway's page in front of it, which the status tells apart.
    if (!ok) return null;
    throw new GlobalChatError('invalid_url', 'What answers at this address is not Supabase.', {
      cause,
      status,
    });
  }
}
