// Checks the three values that an owner pastes, before anything is sent. Refuses secret keys: whoever opens the page
// could read them.

import { GlobalChatError } from '../../../errors.ts';
import { fields } from '../rows/narrow.ts';
import type { Fields } from '../rows/narrow.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The project's address without a trailing slash. Throws `invalid_url`. */
export function checkProjectUrl(value: unknown): string {
  try {
    const { protocol, origin, pathname, username } = new URL(String(value));
    if (/^https?:$/.test(protocol) && !username) return origin + pathname.replace(/\/+$/, '');
  } catch {
    // Not an address: the error below says it.
  }
  throw new GlobalChatError('invalid_url', 'The Supabase URL must look like https://PROJECT.supabase.co.');
}

/** The key, unless it is none (`invalid_key`) or one that must never reach a browser (`secret_key_refused`). */
export function checkPublicKey(value: unknown): string {
  const key = typeof value === 'string' ? value.trim() : '';
  const { role } = tokenClaims(key);
  if (/^sb_secret_/.test(key) || (role && role !== 'anon')) {
    throw new GlobalChatError(
      'secret_key_refused',
      'A secret key must never reach a browser. Use the publishable (or anon) key, and revoke this one.',
    );
  }
  if (!/^[\w.-]+$/.test(key)) {
    throw new GlobalChatError('invalid_key', 'The key must be the publishable (or anon) key.');
  }
  return key;
}

/** The widget's id. Throws `missing_widget_id`. */
export function checkWidgetId(value: unknown): string {
  if (typeof value === 'string' && UUID.test(value)) return value.toLowerCase();
  throw new GlobalChatError(
    'missing_widget_id',
    'The widget id must be the UUID of a row in global_widget_config.',
  );
}

/** The claims of a JWT, unverified; nothing for any other text. */
function tokenClaims(token: string): Fields {
  const payload = token.split('.')[1];
  if (!payload) return {};
  try {
    return fields(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))));
  } catch {
    // Dots in a text that is no token.
    return {};
  }
}
