// Signing in through the host's supabase-js client, and what its errors mean. Credentials and tokens are never kept. Loaded
// when somebody does it.
import { GlobalChatError } from '@globalchat/core';
import type { GlobalChatErrorCode, Inbox } from '@globalchat/core';
import type { AuthAnswer, AuthClient } from './auth-client.ts';

/** What Auth calls a refusal, in the library's codes. Servers of before 2024 send none with a wrong password. */
const CODE_OF_REFUSAL: Readonly<Record<string, GlobalChatErrorCode>> = {
  '': 'wrong_credentials',
  invalid_credentials: 'wrong_credentials',
  email_not_confirmed: 'email_not_confirmed',
  user_banned: 'user_banned',
  captcha_failed: 'captcha_required',
};

/**
 * Signs in, and starts the inbox of then.
 * @throws GlobalChatError `wrong_credentials`, `email_not_confirmed`, `user_banned`, `rate_limited`, `network`, `server`
 */
export async function signIn(
  client: AuthClient,
  email: string,
  password: string,
  inboxOf: () => Inbox | null,
): Promise<void> {
  check(await attempt(() => client.auth.signInWithPassword({ email, password })));
  const inbox = inboxOf();
  const { status, me } = inbox?.get() ?? {};
  // One that heard of it has begun already.
  if (status !== 'loading' && !me) await inbox?.start();
}

async function attempt(call: () => Promise<AuthAnswer>): Promise<AuthAnswer> {
  try {
    return await call();
  } catch (cause) {
    throw new GlobalChatError('network', 'The sign-in service could not be reached.', { cause });
  }
}

/** Throws what an answer of Auth means, unless it is good. */
export function check({ error }: AuthAnswer): void {
  if (error === null) return;
  const status = error.status ?? 0;
  const options = { cause: error, ...(status === 0 ? {} : { status }) };
  if (status === 0)
    throw new GlobalChatError('network', 'The sign-in service could not be reached.', options);
  if (status === 429) throw new GlobalChatError('rate_limited', 'Too many attempts to sign in.', options);
  if (status >= 500) throw new GlobalChatError('server', 'The sign-in service failed.', options);
  throw new GlobalChatError(CODE_OF_REFUSAL[error.code ?? ''] ?? 'unknown', error.message, options);
}
