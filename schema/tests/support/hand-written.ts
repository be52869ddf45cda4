/**
 * Owns requests to the RPCs as somebody hostile writes them by hand: any token, any header, the raw answer.
 */
import { createClient } from '@supabase/supabase-js';
import type { Api } from './api.ts';
import type { Answer } from './caller.ts';

export interface Reply {
  readonly status: number;
  /** The stable code of a refusal. */
  readonly code: string | undefined;
  readonly body: Answer;
}

/** POST to `global_chat_<name>`. */
export async function post(
  api: Api,
  token: string,
  name: string,
  args: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await api.request('POST', `/rest/v1/rpc/global_chat_${name}`, token, args, headers);
  const text = await response.text();
  const body: Answer = text === '' ? null : JSON.parse(text);
  return { status: response.status, code: response.ok ? undefined : body.hint, body };
}

/** The token of a new anonymous user. */
export async function newToken(api: Api): Promise<string> {
  const client = createClient(api.local.apiUrl, api.local.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  const { data, error } = await client.auth.signInAnonymously();
  if (error) throw error;
  return data.session?.access_token ?? '';
}

/** How often a call succeeds before it is refused, and with what. */
export async function untilRefused(
  call: (turn: number) => Promise<Reply>,
  most = 400,
): Promise<{ readonly amount: number; readonly reply: Reply | undefined }> {
  for (let turn = 0; turn < most; turn++) {
    const reply = await call(turn);
    if (reply.status >= 300) return { amount: turn, reply };
  }
  return { amount: most, reply: undefined };
}
