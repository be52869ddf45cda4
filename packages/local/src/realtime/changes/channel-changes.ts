/**
 * Row changes on one channel: the bindings it asked for with their ids, the subscription with the claims of
 * its token, and the system messages about its status.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Claims } from '../authorization/tokens.ts';
import type { ChannelContext } from '../channel/channel-context.ts';
import { RealtimeApiError } from '../api-error.ts';
import type { OutboundFrame } from '../protocol/frames.ts';
import type { RealtimeServices } from '../services.ts';
import { BindingError, bindingIds, readBinding } from './binding.ts';
import type { BindingParams } from './binding.ts';
import { ChangesUnavailable } from './change-feed.ts';
import type { ChangeListener } from './subscriptions.ts';

/** How the last attempt to subscribe went; `lost` while the stream is down, whose return is announced. */
type Outcome = 'live' | 'lost' | { readonly error: string; readonly isFinal: boolean };

/** Between two attempts of a join that waits. */
const SUBSCRIBE_WAIT_POLL_MS = 100;

export class ChannelChanges implements ChangeListener {
  readonly #channel: ChannelContext;
  readonly #services: RealtimeServices;
  readonly #params: readonly BindingParams[];
  readonly #ids: readonly number[];
  /** Changes that came before the join was answered; null since. */
  #held: OutboundFrame[] | null = [];
  #claims: Claims | null = null;
  #outcome: Outcome = 'lost';
  #retry: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor(channel: ChannelContext, services: RealtimeServices) {
    this.#channel = channel;
    this.#services = services;
    this.#params = channel.config.postgresChanges;
    this.#ids = bindingIds(this.#params);
  }

  get topic(): string {
    return this.#channel.topic;
  }

  /** What the join answers: every request as it was written, with its id. Clients compare them. */
  get acknowledged(): object[] {
    return this.#params.map((params, index) => ({ ...params, id: this.#ids[index] }));
  }

  /**
   * Subscribes before the join is answered, so that nothing committed after the answer is missed. Only a
   * join that asked to wait fails with it.
   *
   * @throws RealtimeApiError `RealtimeDisabledForConfiguration` or `PostgresChangesSubscribeTimeout`
   */
  async open(claims: Claims): Promise<void> {
    this.#claims = claims;
    if (this.#params.length === 0) return;
    await this.#attempt();
    const wait = this.#channel.config.changesWait;
    if (wait === null) return;
    const deadline = Date.now() + wait;
    while (this.#outcome !== 'live') {
      if (typeof this.#outcome === 'object' && this.#outcome.isFinal) {
        throw new RealtimeApiError('RealtimeDisabledForConfiguration', this.#outcome.error);
      }
      if (this.#isEnded || Date.now() >= deadline) {
        throw new RealtimeApiError(
          'PostgresChangesSubscribeTimeout',
          `Timed out after ${wait}ms waiting for the postgres_changes subscription`,
        );
      }
      await delay(Math.min(SUBSCRIBE_WAIT_POLL_MS, Math.max(deadline - Date.now(), 0)));
      await this.#attempt();
    }
  }

  /** The join was answered. */
  begin(): void {
    const held = this.#held ?? [];
    this.#held = null;
    if (this.#params.length > 0) this.#sendStatus();
    for (const frame of held) this.#channel.connection.send(frame);
  }

  /** The channel has a new token. */
  renew(claims: Claims): void {
    this.#claims = claims;
    if (this.#params.length > 0) void this.#subscribeAgain();
  }

  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#retry);
    this.#services.changes.unsubscribe(this);
  }

  receiveChange(frame: OutboundFrame): void {
    if (this.#held === null) this.#channel.connection.send(frame);
    else this.#held.push(frame);
  }

  onSubscriptionLost(): void {
    void this.#subscribeAgain();
  }

  async #subscribeAgain(): Promise<void> {
    await this.#attempt();
    if (this.#held === null) this.#sendStatus();
  }

  async #attempt(): Promise<void> {
    if (this.#claims === null || this.#isEnded) return;
    const { changes, log } = this.#services;
    try {
      const bindings = this.#params.map((params, index) => readBinding(this.#ids[index] ?? 1, params));
      await changes.subscribe(this, bindings, this.#claims);
      this.#outcome = 'live';
    } catch (error) {
      this.#outcome = outcomeOf(error);
      if (this.#outcome !== 'lost') changes.unsubscribe(this);
      log('info', `${this.topic} could not subscribe to row changes`, error);
    }
    // The channel may have ended while the database was asked.
    if (this.#isEnded) changes.unsubscribe(this);
  }

  #sendStatus(): void {
    if (this.#isEnded) return;
    const outcome = this.#outcome;
    if (outcome === 'live') this.#channel.system('postgres_changes', 'ok', 'Subscribed to PostgreSQL');
    else if (outcome !== 'lost') {
      this.#channel.system('postgres_changes', 'error', outcome.error);
      if (!outcome.isFinal) this.#scheduleRetry();
    }
  }

  #scheduleRetry(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#subscribeAgain(), this.#services.timings.changesRetryMs);
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof ChangesUnavailable) return 'lost';
  return {
    error: error instanceof Error ? error.message : String(error),
    isFinal: error instanceof BindingError,
  };
}
