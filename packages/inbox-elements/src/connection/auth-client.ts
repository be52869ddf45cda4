// The part of a supabase-js client that signs in and out.

export interface AuthAnswer {
  readonly error: {
    readonly status?: number | undefined;
    readonly code?: string | undefined;
    readonly message: string;
  } | null;
}

export interface AuthClient {
  readonly auth: {
    signInWithPassword(credentials: { email: string; password: string }): Promise<AuthAnswer>;
    signOut(options: { scope: 'local' }): Promise<AuthAnswer>;
  };
}

/** True when `client` can sign in with a password. */
export function canSignIn(client: unknown): client is AuthClient {
  const auth: unknown =
    typeof client === 'object' && client !== null && 'auth' in client ? client.auth : null;
  return typeof auth === 'object' && auth !== null && 'signInWithPassword' in auth;
}
