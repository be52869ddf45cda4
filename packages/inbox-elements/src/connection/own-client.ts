// A supabase-js client from what a page wrote into attributes: checks that input and imports supabase-js, which is the host
// application's own copy. Loaded when a page brings no client.
import { checkProjectUrl, checkPublicKey, GlobalChatError } from '@globalchat/core';

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
  const [projectUrl, publicKey] = [checkProjectUrl(url), checkPublicKey(key)];
  const supabase = await loadSupabase();
  return supabase.createClient(projectUrl, publicKey);
}

async function loadSupabase(): Promise<{ createClient(url: string, key: string): unknown }> {
  try {
    return await import('@supabase/supabase-js');
  } catch (cause) {
    throw new GlobalChatError('network', 'The module @supabase/supabase-js could not be loaded.', { cause });
  }
}
