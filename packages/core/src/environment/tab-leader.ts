// One among the tabs that share something: the holder of a lock, held only while it is wanted. Owns the lock, the channel
// between the tabs and the way out when the holder sleeps. Where the browser has no locks,
// every tab works alone.

import type { Environment, TabChannel } from './environment.ts';

/** `waiting`: another tab leads, as far as is known · `leading`: this one does · `alone`: nobody who leads answers. */
export type Role = 'waiting' | 'leading' | 'alone';

export interface TabLeaderOptions<Message> {
  /** Tabs that share this name share a leader. */
  readonly name: string;
  readonly environment: Pick<Environment, 'clock' | 'tabs'>;
  /** The role is another one now. */
  readonly onRole: (role: Role) => void;
  /** Another tab said something. */
  readonly onMessage: (message: Message) => void;
}

export interface TabLeader<Message> {
  role(): Role;
  /** Wants to lead from now on, or gives it back. Listens to the other tabs in either case. */
  want(wanted: boolean): void;
  /** Finds out at once whether the leader is awake. */
  ask(): void;
  readonly post: (message: Message) => void;
  close(): void;
}

/** Between the tabs themselves: whoever waits asks whether the leader is awake. */
type Probe = 'ping' | 'pong';

/** How long the leader may take to answer. A phone puts tabs to sleep, with their locks. */
const LEADER_ANSWER_TIMEOUT_MS = 1000;
/** Asked again and again, in milliseconds: also to learn that it woke up. */
const LEADER_PROBE_INTERVAL_MS = 5000;

export function createTabLeader<Message extends object>(
  options: TabLeaderOptions<Message>,
): TabLeader<Message> {
  const { clock, tabs } = options.environment;
  let role: Role = tabs.canLead ? 'waiting' : 'alone';
  let channel: TabChannel | null = null;
  let release: (() => void) | null = null;
  let timer: unknown = null;
  let closed = false;

  const become = (next: Role): void => {
    if (role === next) return;
    role = next;
    options.onRole(next);
  };

  const later = (delay: number, work: () => void): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(work, delay);
  };

  const say = (message: Message | Probe): void => channel?.post(message);

  const ask = (): void => {
    if (!release || role === 'leading') return;
    later(LEADER_ANSWER_TIMEOUT_MS, () => {
      later(LEADER_PROBE_INTERVAL_MS, ask);
      become('alone');
    });
    say('ping');
  };

  const hear = (message: Message | Probe): void => {
    if (message === 'ping') {
      if (role === 'leading') say('pong');
    } else if (message === 'pong') {
      if (!release || role === 'leading') return;
      later(LEADER_PROBE_INTERVAL_MS, ask);
      become('waiting');
    } else options.onMessage(message);
  };

  const stepDown = (): void => {
    release?.();
    release = null;
    clock.clearTimeout(timer);
    if (tabs.canLead) role = 'waiting';
  };

  return {
    role: () => role,
    want(wanted) {
      if (closed || !tabs.canLead) return;
      channel ??= tabs.channel(options.name, (message) => hear(message as Message | Probe));
      if (!wanted) return stepDown();
      if (release) return;
      release = tabs.lead(options.name, () => {
        clock.clearTimeout(timer);
        become('leading');
      });
      // A lock that is free is granted long before this comes to anything.
      ask();
    },
    ask,
    post: say,
    close() {
      closed = true;
      stepDown();
      channel?.close();
    },
  };
}
