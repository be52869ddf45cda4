// What of a supabase-js v2 client is used, as a shape: no import of supabase-js, so that any v2 version of it fits.

import { GlobalChatError } from '../../../errors.ts';
import { fields } from '../rows/narrow.ts';

export interface ClientSession {
  readonly access_token: string;
  readonly user: { readonly id: string; readonly is_anonymous?: boolean };
}

export interface ClientAnswer {
  readonly data: unknown;
  readonly error: unknown;
  readonly status: number;
}

/** A request that is sent when it is awaited. */
export interface ClientRequest extends PromiseLike<ClientAnswer> {
  abortSignal(signal: AbortSignal): PromiseLike<ClientAnswer>;
}

export interface ClientChannel {
  readonly topic: string;
  on(type: string, filter: object, callback: (payload: unknown) => void): ClientChannel;
  subscribe(callback: (status: string, error?: Error) => void): ClientChannel;
  send(message: { type: 'broadcast'; event: string; payload: unknown }): Promise<unknown>;
  track(payload: object): Promise<unknown>;
  presenceState(): Record<string, readonly unknown[]>;
}

export interface ClientAuth {
  getSession(): Promise<{ data: { session: ClientSession | null }; error: unknown }>;
  refreshSession(): Promise<{ data: { session: ClientSession | null }; error: unknown }>;
  signInAnonymously(
    credentials: object,
  ): Promise<{ data: { session: ClientSession | null }; error: unknown }>;
  signOut(options: { scope: 'local' }): Promise<{ error: unknown }>;
  onAuthStateChange(callback: (event: string, session: ClientSession | null) => void): {
    data: { subscription: { unsubscribe(): void } };
  };
}

export interface ClientBucket {
  upload(
    path: string,
    file: Blob,
    options: object,
  ): Promise<{ readonly data: object | null; readonly error: unknown }>;
  remove(paths: string[]): Promise<{ readonly data: object | null; readonly error: unknown }>;
  createSignedUrl(
    path: string,
    seconds: number,
  ): Promise<{ readonly data: { readonly signedUrl: string } | null; readonly error: unknown }>;
}

export interface SupabaseClientShape {
  rpc(name: string, args: object): ClientRequest;
  channel(topic: string, options: { config: object }): ClientChannel;
  getChannels(): ClientChannel[];
  removeChannel(channel: ClientChannel): Promise<unknown>;
  readonly auth: ClientAuth;
  readonly storage: { from(bucket: string): ClientBucket };
  readonly realtime: { setAuth(): unknown };
}

/** The value as a client. Throws `invalid_argument` when it is none. */
export function supabaseClient(value: unknown): SupabaseClientShape {
  const client = fields(value);
  if (typeof client.rpc !== 'function' || typeof client.channel !== 'function') {
    throw new GlobalChatError('invalid_argument', '`client` must be a supabase-js v2 client.');
  }
  return value as SupabaseClientShape;
}
