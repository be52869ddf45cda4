// The link over a supabase-js v2 client that the host app brings. Follows the client's auth state, never changes the
// host's login, and leaves the host's channels alone.

import type { Environment } from '../../../environment/environment.ts';
import { GlobalChatError } from '../../../errors.ts';
import { lazyImport, loadOnce } from '../../../lazy.ts';
import type { ClientAnswer, ClientRequest, ClientSession, SupabaseClientShape } from './client-types.ts';
import { createLazyChannels } from '../channels/lazy-channels.ts';
import type { LazyChannels } from '../channels/lazy-channels.ts';
import type { TrackedChannels } from '../channels/connection-state.ts';
import type { FailedAnswer } from '../answer-error.ts';
import { guarded, isTokenFailure, nobodyError } from '../errors.ts';
import type { ChannelListener, LinkChannel, VisitorLink } from '../link.ts';
import { fields } from '../rows/narrow.ts';

/** As patient as the fetch link. */
const REQUEST_TIMEOUT_MS = 15_000;

export interface ClientLinkOptions {
  readonly client: SupabaseClientShape;
  readonly environment: Environment;
  readonly debug?: boolean | undefined;
  /** Hears who is signed in at each event of the client's Auth, in this tab or another. */
  readonly onUser?: ((userId: string | null) => void) | undefined;
}

interface AuthAnswer {
  readonly data: { readonly session: ClientSession | null };
  readonly error: unknown;
}

export function createClientLink(options: ClientLinkOptions): VisitorLink {
  const { client, environment, debug = false, onUser } = options;
  let session: ClientSession | null = null;
  let signingIn: Promise<string> | undefined;
  let known: Promise<unknown> | undefined;

  const { subscription } = client.auth.onAuthStateChange((_event, next) => {
    session = next;
    onUser?.(next?.user.id ?? null);
  }).data;
  const channels = lazyClientChannels(client, environment, debug);

  const run = (request: () => ClientRequest): Promise<unknown> =>
    runRequest(environment, request, () => session !== null);
  const identity = async (request: () => Promise<AuthAnswer>): Promise<ClientSession | null> =>
    (session = await sessionOf(request));

  async function runSignedIn(request: () => ClientRequest): Promise<unknown> {
    try {
      return await run(request);
    } catch (error) {
      if (!session || !isTokenFailure(error as GlobalChatError)) throw error;
      // The client believes its token good and the server does not, as on a device with a wrong clock.
      await identity(() => client.auth.refreshSession());
      return run(request);
    }
  }

  const link: VisitorLink = {
    connection: channels.connection,
    channel: channels.channel,
    files: loadOnce(async () =>
      (await import('./client-files.ts')).createClientFiles(client, environment, link.rpc),
    ),
    userId: () => session?.user.id ?? null,
    async rpc(name, args, asNobody = false) {
      if (asNobody) return run(() => client.rpc(name, args));
      // From the first answer on, `userId` is known.
      known ??= identity(() => client.auth.getSession()).catch((error: GlobalChatError) => {
        known = undefined;
        // Auth out of reach is no sign-out; a login that Auth has ended is one.
        if (error.retryable) throw error;
      });
      await known;
      // The server would only refuse, and the browser would show that on the host's console.
      if (!session) throw nobodyError();
      return runSignedIn(() => client.rpc(name, args));
    },
    signIn(captchaToken) {
      signingIn ??= (async () => {
        const present = await identity(() => client.auth.getSession());
        const options = captchaToken === undefined ? {} : { captchaToken };
        const known = present ?? (await identity(() => client.auth.signInAnonymously({ options })));
        if (!known) throw new GlobalChatError('not_signed_in', 'Auth signed nobody in.');
        return known.user.id;
      })().finally(() => (signingIn = undefined));
      return signingIn;
    },
    async signOut() {
      channels.close();
      const present = await identity(() => client.auth.getSession());
      // A real login is the host's own: the chat does not end it.
      if (!present?.user.is_anonymous) return;
      await guarded(() => client.auth.signOut({ scope: 'local' }));
      session = null;
    },
    close() {
      channels.close();
      subscription.unsubscribe();
    },
  };
  return link;
}

/** What they need is loaded with the first one. A presence that was set before is set then. */
function lazyClientChannels(
  client: SupabaseClientShape,
  environment: Environment,
  debug: boolean,
): LazyChannels {
  let joined: TrackedChannels | undefined;
  const opened = new WeakMap<ChannelListener, LinkChannel>();
  const presences = new WeakMap<ChannelListener, Readonly<Record<string, unknown>>>();
  const channels = createLazyChannels(async () => {
    const { createClientChannels } = await lazyImport(import('./client-channels.ts'));
    const { connection, channel } = (joined = createClientChannels(client, environment, debug));
    return {
      connection,
      channel(topic, listener, options) {
        const own = channel(topic, listener, options);
        const presence = presences.get(listener);
        if (presence) own.track?.(presence);
        opened.set(listener, own);
        return own;
      },
    };
  }, environment);
  return {
    ...channels,
    channel(topic, original, options) {
      // A copy, so that one object used twice is two listeners.
      const listener = { ...original };
      return {
        ...channels.channel(topic, listener, options),
        track(presence) {
          presences.set(listener, presence);
          opened.get(listener)?.track?.(presence);
        },
      };
    },
    close() {
      channels.close();
      joined?.close();
    },
  };
}

/** Awaits a request for a limited time and turns its failure into ours. */
async function runRequest(
  { clock }: Environment,
  request: () => ClientRequest,
  signedIn: () => boolean,
): Promise<unknown> {
  const abort = new AbortController();
  const deadline = clock.setTimeout(() => abort.abort(), REQUEST_TIMEOUT_MS);
  let answer: ClientAnswer;
  try {
    answer = await guarded(() => request().abortSignal(abort.signal));
  } finally {
    clock.clearTimeout(deadline);
  }
  const { data, error, status } = answer;
  if (!error) return data;
  if (abort.signal.aborted)
    throw new GlobalChatError('timeout', 'The server did not answer in time.', { cause: error });
  throw await refusalError({ status, body: error, signedIn: signedIn(), cause: error });
}

/** The session of an answer of auth-js; rejects with what it reports. */
async function sessionOf(request: () => Promise<AuthAnswer>): Promise<ClientSession | null> {
  const { data, error } = await guarded(request);
  if (!error) return data.session;
  const { status } = fields(error);
  throw await refusalError({
    status: typeof status === 'number' ? status : 0,
    body: error,
    signedIn: false,
    cause: error,
  });
}

async function refusalError(answer: FailedAnswer): Promise<GlobalChatError> {
  return (await lazyImport(import('../answer-error.ts'))).answerError(answer);
}
