// A supabase-js client from what a page wrote into attributes: checks that input and imports supabase-js, which is the host
// application's own copy. Loaded when a page brings no client.
import { GlobalChatError } from '@globalchat/core';

/**
 * @throws GlobalChatError `invalid_argument` (nothing to connect to), `invalid_url`, `invalid_key`, `secret_key_refused`,
 * `network` (supabase-js could not be loaded).
 */
export async function createOwnClient(url: string | null, key: string | null): Promise<unknown> {
  if (url === null || key === null) {
    throw new GlobalChatError(
      'invalid_argument',
      'The inbox needs a supabase-js client in `client`, or the attributes `supabase-url` and `supabase-key`.',
    );
  }
  checkUrl(url);
  checkKey(key);
  const supabase = await loadSupabase();
  return supabase.createClient(url, key);
}

async function loadSupabase(): Promise<{ createClient(url: string, key: string): unknown }> {
  try {
    return await import('@supabase/supabase-js');
  } catch (cause) {
    throw new GlobalChatError('network', 'The module @supabase/supabase-js could not be loaded.', { cause });
  }
}

function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new GlobalChatError(
      'invalid_url',
      '`supabase-url` must look like https://your-project.supabase.co.',
    );
  }
}

function checkKey(key: string): void {
  if (key.startsWith('sb_secret_') || roleOf(key) === 'service_role') {
    throw new GlobalChatError(
      'secret_key_refused',
      '`supabase-key` holds a secret key, which opens the whole database to anyone who reads this page. Use the publishable key, and replace the secret one.',
    );
  }
  if (/\s/.test(key) || key === '')
    throw new GlobalChatError('invalid_key', '`supabase-key` is not a Supabase key.');
}

/** The role inside a JWT-shaped key; null for other keys. */
function roleOf(key: string): unknown {
  const payload = key.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims: unknown = JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/')));
    return typeof claims === 'object' && claims !== null && 'role' in claims ? claims.role : null;
  } catch {
    // Not a JWT: then there is no role to refuse.
    return null;
  }
}
