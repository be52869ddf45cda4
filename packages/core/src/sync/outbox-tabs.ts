// One sender among the tabs that share a stored outbox: the holder of a lock, held only while something waits.
// Owns the lock, the channel and the way out when the holder sleeps. Without locks every tab sends by itself and the
// database recognizes the repeated ids.

import type { Environment, TabChannel } from '../environment.ts';
import type { Committed } from '../transport/transport.ts';
import type { UploadNote } from './upload-files.ts';

/** `changed`: read the storage again. */
export type OutboxTabMessage =
  | { readonly type: 'changed' }
  | { readonly type: 'sent'; readonly id: string; readonly committed: Committed }
  | { readonly type: 'uploading'; readonly id: string; readonly fields: UploadNote }
  | { readonly type: 'reset' };

/** Between the tabs themselves: whoever waits asks whether the holder of the lock is awake. */
type Probe = { readonly type: 'ping' } | { readonly type: 'pong' };

export interface OutboxTabsOptions {
  readonly name: string;
  readonly environment: Pick<Environment, 'clock' | 'tabs' | 'outboxStorage'>;
  /** Whether anything waits that other tabs could send too. */
  readonly needed: () => boolean;
  readonly onLead: () => void;
  readonly onTakeover: () => void;
  readonly onMessage: (message: OutboxTabMessage) => void;
}

export interface OutboxTabs {
  maySend(): boolean;
  /** The queue changed: asks for the lock, or gives it back. */
  update(): void;
  post(message: OutboxTabMessage): void;
  close(): void;
}

/** A leading tab that a phone put to sleep keeps its lock: who waits this long asks it, */
const PATIENCE = 3000;
/** and when it does not answer within this, sends here, under the same ids. */
const ANSWER = 1000;

export function createOutboxTabs(options: OutboxTabsOptions): OutboxTabs {
  const { clock, tabs, outboxStorage } = options.environment;
  const shared = outboxStorage.durable && tabs.canLead;
  let channel: TabChannel | null = null;
  let release: (() => void) | null = null;
  let timer: unknown = null;
  let leading = false;
  let closed = false;

  const stepDown = (): void => {
    release?.();
    release = null;
    leading = false;
    clock.clearTimeout(timer);
  };

  const waitForLeader = (): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => {
      channel?.post({ type: 'ping' } satisfies Probe);
      timer = clock.setTimeout(() => {
        leading = true;
        options.onTakeover();
      }, ANSWER);
    }, PATIENCE);
  };

  const hear = (message: OutboxTabMessage | Probe): void => {
    if (message.type === 'ping') {
      if (leading) channel?.post({ type: 'pong' } satisfies Probe);
    } else if (message.type === 'pong') {
      if (release && !leading) waitForLeader();
    } else options.onMessage(message);
  };

  return {
    maySend: () => !shared || leading,
    update() {
      if (!shared || closed) return;
      channel ??= tabs.channel(options.name, (message) => hear(message as OutboxTabMessage | Probe));
      if (!options.needed()) return stepDown();
      if (release) return;
      waitForLeader();
      release = tabs.lead(options.name, () => {
        clock.clearTimeout(timer);
        leading = true;
        options.onLead();
      });
    },
    post: (message) => channel?.post(message),
    close() {
      closed = true;
      stepDown();
      channel?.close();
    },
  };
}
