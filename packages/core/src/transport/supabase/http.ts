// One HTTP request to the project: JSON out, JSON in, a deadline. Refuses retries: callers know what is safe to repeat.

import type { Environment } from '../../environment.ts';
import { GlobalChatError } from '../../errors.ts';
import { answerError, networkError } from './errors.ts';

/** Long enough for a slow phone network, short enough that a black hole is noticed. */
const DEADLINE = 15_000;

export interface HttpRequest {
  readonly url: string;
  /** The project's public key. */
  readonly key: string;
  /** The user's access token, when there is one. */
  readonly token?: string | null;
  readonly body: unknown;
}

/** The parsed answer, null when it was empty. Rejects with a GlobalChatError. */
export async function post({ clock, fetch }: Environment, request: HttpRequest): Promise<unknown> {
  const { token } = request;
  const abort = new AbortController();
  const deadline = clock.setTimeout(() => abort.abort(), DEADLINE);
  let response: Response;
  let content: string;
  try {
    response = await fetch(request.url, {
      method: 'POST',
      headers: {
        apikey: request.key,
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(request.body),
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
  const { status } = response;
  let body: unknown = null;
  try {
    body = content ? JSON.parse(content) : null;
  } catch (cause) {
    // Not JSON: not Supabase, or a gateway's page in front of it, which the status tells apart.
    if (response.ok)
      throw new GlobalChatError('invalid_url', 'What answers at this address is not Supabase.', {
        cause,
        status,
      });
  }
  if (response.ok) return body;
  throw answerError({ status, body, signedIn: !!token, retryAfter: response.headers.get('retry-after') });
}
