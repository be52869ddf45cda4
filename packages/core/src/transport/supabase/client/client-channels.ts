// Private channels over a supabase-js client. The client belongs to the host app: only own channels are made and removed,
// and the socket is never closed. Adds what supabase-js lacks: readiness, refusal as a final state, and a second attempt
// where a channel was closed by the server or never came back.

import type { Environment } from '../../../environment/environment.ts';
import type { ChannelStatus } from '../../transport.ts';
import { guarded, refusedError } from '../errors.ts';
import type { ClientChannel, SupabaseClientShape } from './client-types.ts';
import type { LinkChannel, OpenChannel } from '../link.ts';
import {
  joinConfig,
  READY_TIMEOUT_MS,
  readyBy,
  REFUSED_REASON,
  statusLine,
  tableFilter,
} from '../channels/realtime-protocol.ts';
import { fields, text } from '../rows/narrow.ts';
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

/** With `debug` on for one user of the client, the lines of all its chat channels are logged. */
export function channelsOf(
  client: SupabaseClientShape,
  environment: Environment,
  debug: boolean,
): OpenChannel {
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

function openChannel(
  client: SupabaseClientShape,
  { clock, random }: Environment,
  log: (line: string) => void,
  [topic, listener, options = {}]: Parameters<OpenChannel>,
): LinkChannel {
  let channel: ClientChannel | null = null;
  let status: ChannelStatus = 'joining';
  let closed = false;
  let failures = 0;
  let presence: object | null = null;
  /** The next attempt, or the end of waiting for readiness: never two of them. */
  let timer: unknown = null;

  /** Undefined until the client told for the first time. */
  let user: string | null | undefined;
  const { subscription } = client.auth.onAuthStateChange((_event, session) => {
    const next = session?.user.id ?? null;
    // What one person may hear is not for the next one, and Realtime does not learn of a sign-out by itself.
    if (user !== undefined && next !== user) {
      discard();
      tell('lost');
      // Later: auth-js holds its lock while it tells.
      after(0, () => void start());
    }
    user = next;
  }).data;

  const joined = (): boolean => status === 'joined' || status === 'ready';

  function after(delay: number, callback: () => void): void {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(callback, delay);
  }

  function tell(next: ChannelStatus, reason?: string): void {
    if (closed || (next === 'lost' && status === 'lost')) return;
    status = next;
    listener.onStatus?.(next, reason === undefined ? undefined : refusedError(topic, reason));
  }

  function discard(): void {
    const old = channel;
    channel = null;
    // Asked for and not waited for: supabase-js forgets the channel at once, whatever the server answers.
    if (old) void guarded(() => client.removeChannel(old)).catch(() => null);
  }

  async function start(): Promise<void> {
    discard();
    after(JOIN_STUCK_AFTER_MS, () => void start());
    // Without it the first join of a private channel may go out without the user's token, and be refused.
    await guarded(async () => client.realtime.setAuth()).catch(() => null);
    if (closed || channel) return;
    if (client.getChannels().some((other) => other.topic === `realtime:${topic}`)) {
      return refuse('the page itself uses this topic on the same client.');
    }
    const mine = client.channel(topic, { config: joinConfig(options) });
    channel = mine;
    mine.on('broadcast', { event: '*' }, (message) => {
      const { event, payload } = fields(message);
      listener.onBroadcast?.(text(event) ?? '', payload);
    });
    mine.on('system', {}, (message) => hearSystem(fields(message)));
    for (const table of options.tables ?? []) {
      mine.on('postgres_changes', tableFilter(table), () => listener.onChange?.());
    }
    if (options.presenceKey) {
      mine.on('presence', { event: 'sync' }, () =>
        listener.onPresence?.(Object.values(mine.presenceState()).flat()),
      );
    }
    mine.subscribe((phase, error) => {
      if (channel === mine) hearPhase(phase, error?.message ?? '');
    });
  }

  function hearSystem({ status: outcome, extension, message }: Readonly<Record<string, unknown>>): void {
    if (outcome !== 'ok') return log(statusLine(topic, text(message) ?? ''));
    if (!joined() || extension !== readyBy(options)) return;
    clock.clearTimeout(timer);
    tell('ready');
  }

  function hearPhase(phase: string, reason: string): void {
    log(statusLine(topic, phase));
    if (phase === 'SUBSCRIBED') {
      failures = 0;
      clock.clearTimeout(timer);
      if (!options.tables) after(READY_TIMEOUT_MS, () => tell('ready'));
      tell('joined');
      if (presence) void channel?.track(presence);
    } else if (REFUSED_REASON.test(reason)) {
      refuse(reason);
    } else {
      tell('lost');
      // supabase-js rejoins after an error or a timeout, so that is only watched; a closed channel stays closed.
      const pause =
        phase === 'CLOSED'
          ? JOIN_INTERVAL_MS + random() * JOIN_INTERVAL_MS * 2 ** Math.min(failures++, 5)
          : JOIN_STUCK_AFTER_MS;
      after(pause, () => void start());
    }
  }

  function end(): void {
    clock.clearTimeout(timer);
    subscription.unsubscribe();
    discard();
  }

  function refuse(reason: string): void {
    end();
    tell('refused', reason);
    closed = true;
  }

  void start();
  return {
    broadcast(event, payload) {
      // Before the join supabase-js would fall back to HTTP, with a warning in the console.
      if (joined()) void channel?.send({ type: 'broadcast', event, payload });
    },
    track(payload) {
      presence = payload;
      if (joined()) void channel?.track(payload);
    },
    close() {
      if (closed) return;
      closed = true;
      if (channel) log(statusLine(topic, 'CLOSED'));
      end();
    },
  };
}
