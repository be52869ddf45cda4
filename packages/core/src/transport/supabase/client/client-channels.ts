// Private channels over a supabase-js client. The client belongs to the host app: only own channels are made and removed,
// and the socket is never closed. Adds what supabase-js lacks: readiness, refusal as a final state, and a second attempt
// where a channel was closed by the server or never came back.

import type { Environment } from '../../../environment/environment.ts';
import type { ChannelStatus } from '../../transport.ts';
import { guarded, refusedError } from '../errors.ts';
import type { ClientChannel, SupabaseClientShape } from './client-types.ts';
import type { ChannelListener, ChannelOptions, LinkChannel, OpenChannel } from '../link.ts';
import {
  joinConfig,
  READY_TIMEOUT_MS,
  readyBy,
  REFUSED_REASON,
  statusLine,
  tableFilter,
} from '../channels/realtime-protocol.ts';
import { fields, text } from '../rows/narrow.ts';
import { trackChannels } from '../channels/connection-state.ts';
import type { TrackedChannels } from '../channels/connection-state.ts';
import { createPresencePace } from '../channels/presence-pace.ts';
import type { PresencePace } from '../channels/presence-pace.ts';
import { shareChannels } from '../channels/shared-channels.ts';

/** A channel that is not joined after this time is dropped and made anew. */
const JOIN_STUCK_AFTER_MS = 15_000;
/** The shortest pause before a channel that the server closed is made anew. */
const JOIN_INTERVAL_MS = 1_000;

interface ClientChannels {
  readonly open: OpenChannel;
  log: ((line: string) => void) | undefined;
}

/** A client holds a topic once, so everything on a page that shares the client must share its channels. */
const sharedByClient = new WeakMap<SupabaseClientShape, ClientChannels>();

/** One user's channels over a client. With `debug` on for one of them, the lines of all the client's chat channels are logged. */
export function createClientChannels(
  client: SupabaseClientShape,
  environment: Environment,
  debug: boolean,
): TrackedChannels {
  return trackChannels(channelsOf(client, environment, debug), environment, () => {
    // Renews an old token, which supabase-js then hands to its channels. A failure shows with the next call.
    void guarded(() => client.auth.getSession()).catch(() => null);
  });
}

function channelsOf(client: SupabaseClientShape, environment: Environment, debug: boolean): OpenChannel {
  let channels = sharedByClient.get(client);
  if (!channels) {
    const created: ClientChannels = {
      open: shareChannels((...wanted) =>
        openChannel(client, environment, (line) => created.log?.(line), wanted),
      ),
      log: undefined,
    };
    sharedByClient.set(client, (channels = created));
  }
  if (debug) channels.log = environment.log;
  return channels.open;
}

/** What the steps of one channel share. */
interface ChannelState {
  readonly client: SupabaseClientShape;
  readonly environment: Environment;
  readonly log: (line: string) => void;
  readonly topic: string;
  readonly listener: ChannelListener;
  readonly options: ChannelOptions;
  channel: ClientChannel | null;
  status: ChannelStatus;
  closed: boolean;
  failures: number;
  presence: object | null;
  readonly pace: PresencePace;
  /** The next attempt, or the end of waiting for readiness: never two of them. */
  timer: unknown;
  unsubscribe: () => void;
}

function openChannel(
  client: SupabaseClientShape,
  environment: Environment,
  log: (line: string) => void,
  [topic, listener, options = {}]: Parameters<OpenChannel>,
): LinkChannel {
  const state: ChannelState = {
    client,
    environment,
    log,
    topic,
    listener,
    options,
    channel: null,
    status: 'joining',
    closed: false,
    failures: 0,
    presence: null,
    pace: createPresencePace(environment.clock, () => {
      if (state.presence && isJoined(state)) void state.channel?.track(state.presence);
    }),
    timer: null,
    unsubscribe: () => undefined,
  };
  followUser(state);
  void start(state);
  return {
    broadcast(event, payload) {
      // Before the join supabase-js would fall back to HTTP, with a warning in the console.
      if (isJoined(state)) void state.channel?.send({ type: 'broadcast', event, payload });
    },
    track(payload) {
      state.presence = payload;
      if (isJoined(state)) state.pace.set();
    },
    close() {
      if (state.closed) return;
      state.closed = true;
      if (state.channel) log(statusLine(topic, 'CLOSED'));
      end(state);
    },
  };
}

function followUser(state: ChannelState): void {
  /** Undefined until the client told for the first time. */
  let user: string | null | undefined;
  const { subscription } = state.client.auth.onAuthStateChange((_event, session) => {
    const next = session?.user.id ?? null;
    // What one person may hear is not for the next one, and Realtime does not learn of a sign-out by itself.
    if (user !== undefined && next !== user) {
      discard(state);
      tell(state, 'lost');
      // Later: auth-js holds its lock while it tells.
      startAfter(state, 0);
    }
    user = next;
  }).data;
  state.unsubscribe = () => subscription.unsubscribe();
}

function isJoined({ status }: ChannelState): boolean {
  return status === 'joined' || status === 'ready';
}

function after(state: ChannelState, delay: number, callback: () => void): void {
  const { clock } = state.environment;
  clock.clearTimeout(state.timer);
  state.timer = clock.setTimeout(callback, delay);
}

function startAfter(state: ChannelState, delay: number): void {
  after(state, delay, () => void start(state));
}

function tell(state: ChannelState, next: ChannelStatus, reason?: string): void {
  const { closed, listener, status, topic } = state;
  if (closed || (next === 'lost' && status === 'lost')) return;
  state.status = next;
  listener.onStatus?.(next, reason === undefined ? undefined : refusedError(topic, reason));
}

function discard(state: ChannelState): void {
  const { channel, client } = state;
  state.channel = null;
  // Asked for and not waited for: supabase-js forgets the channel at once, whatever the server answers.
  if (channel) void guarded(() => client.removeChannel(channel)).catch(() => null);
}

async function start(state: ChannelState): Promise<void> {
  const { client, listener, options, topic } = state;
  discard(state);
  startAfter(state, JOIN_STUCK_AFTER_MS);
  // Without it the first join of a private channel may go out without the user's token, and be refused.
  await guarded(async () => client.realtime.setAuth()).catch(() => null);
  if (state.closed || state.channel) return;
  if (client.getChannels().some((other) => other.topic === `realtime:${topic}`)) {
    return refuse(state, 'the page itself uses this topic on the same client.');
  }
  const mine = client.channel(topic, { config: joinConfig(options) });
  state.channel = mine;
  mine.on('broadcast', { event: '*' }, (message) => {
    const { event, payload } = fields(message);
    listener.onBroadcast?.(text(event) ?? '', payload);
  });
  mine.on('system', {}, (message) => hearSystem(state, fields(message)));
  for (const table of options.tables ?? []) {
    mine.on('postgres_changes', tableFilter(table), () => listener.onChange?.());
  }
  if (options.presenceKey) {
    mine.on('presence', { event: 'sync' }, () =>
      listener.onPresence?.(Object.values(mine.presenceState()).flat()),
    );
  }
  mine.subscribe((phase, error) => {
    if (state.channel === mine) hearPhase(state, phase, error?.message ?? '');
  });
}

function hearSystem(
  state: ChannelState,
  { status: outcome, extension, message }: Readonly<Record<string, unknown>>,
): void {
  const { environment, listener, log, options, timer, topic } = state;
  if (outcome !== 'ok') {
    log(statusLine(topic, text(message) ?? ''));
    return listener.onProblem?.(text(message) ?? '');
  }
  if (!isJoined(state) || extension !== readyBy(options)) return;
  environment.clock.clearTimeout(timer);
  tell(state, 'ready');
}

function hearPhase(state: ChannelState, phase: string, reason: string): void {
  const { channel, environment, log, options, presence, topic } = state;
  log(statusLine(topic, phase));
  if (phase === 'SUBSCRIBED') {
    state.failures = 0;
    environment.clock.clearTimeout(state.timer);
    if (!options.tables) after(state, READY_TIMEOUT_MS, () => tell(state, 'ready'));
    tell(state, 'joined');
    if (presence) void channel?.track(presence);
  } else if (REFUSED_REASON.test(reason)) {
    refuse(state, reason);
  } else {
    tell(state, 'lost');
    // supabase-js rejoins after an error or a timeout, so that is only watched; a closed channel stays closed.
    const pause =
      phase === 'CLOSED'
        ? JOIN_INTERVAL_MS + environment.random() * JOIN_INTERVAL_MS * 2 ** Math.min(state.failures++, 5)
        : JOIN_STUCK_AFTER_MS;
    startAfter(state, pause);
  }
}

function end(state: ChannelState): void {
  state.environment.clock.clearTimeout(state.timer);
  state.pace.stop();
  state.unsubscribe();
  discard(state);
}

function refuse(state: ChannelState, reason: string): void {
  end(state);
  tell(state, 'refused', reason);
  state.closed = true;
}
