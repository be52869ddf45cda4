/**
 * One incarnation of a channel on one socket, from its `phx_join` to its end: its life cycle, its rights and the order of
 * its work. Broadcast, presence and row changes are in files of their own.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { PolicySubject } from '../authorization/policies.ts';
import { ChannelRights } from '../authorization/rights.ts';
import { requireUnexpired } from '../authorization/tokens.ts';
import type { Identity } from '../authorization/tokens.ts';
import { ChannelBroadcast } from '../broadcast/channel-broadcast.ts';
import type { StoredMessage } from '../broadcast/message-store.ts';
import { ChannelChanges } from '../changes/channel-changes.ts';
import { RealtimeApiError, UNKNOWN_ERROR_REASON } from '../api-error.ts';
import { ChannelPresence } from '../presence/channel-presence.ts';
import { jsonFrame, replyFrame } from '../protocol/serializer.ts';
import type { InboundFrame, OutboundFrame } from '../protocol/frames.ts';
import { isRecord } from '../protocol/values.ts';
import type { RealtimeServices } from '../services.ts';
import type { ChannelConnection, ChannelContext, ChannelState } from './channel-context.ts';
import { checkJoin } from './join-checks.ts';
import { ownToken, readJoinConfig } from './join-config.ts';
import type { JoinConfig } from './join-config.ts';
import { TaskQueue } from './task-queue.ts';
import { notifyReplicationReady } from './replication-ready.ts';
import { TokenTimer } from './token-timer.ts';
import type { Topic } from './topics.ts';

export class Channel implements ChannelContext {
  /** As the client names it: `realtime:` and the subtopic. */
  readonly topic: string;
  readonly subtopic: string;
  readonly joinRef: string | null;
  readonly config: JoinConfig;
  readonly connection: ChannelConnection;
  readonly #services: RealtimeServices;
  readonly #join: InboundFrame;
  readonly #taskQueue = new TaskQueue();
  readonly #tokenTimer: TokenTimer;
  readonly #broadcast: ChannelBroadcast;
  readonly #presence: ChannelPresence;
  readonly #changes: ChannelChanges;
  readonly #ended = new AbortController();
  #state: ChannelState = 'joining';
  #identity: Identity;
  #rights: ChannelRights;
  #joinedTopic: Topic | null = null;
  #stopWaiting: () => void = () => undefined;

  constructor(connection: ChannelConnection, services: RealtimeServices, join: InboundFrame) {
    this.connection = connection;
    this.topic = join.topic;
    this.subtopic = join.topic.slice('realtime:'.length);
    this.joinRef = join.joinRef ?? join.ref;
    this.config = readJoinConfig(join.payload);
    this.#services = services;
    this.#join = join;
    this.#identity = connection.identity;
    this.#rights = this.#rightsOf(connection.identity);
    this.#broadcast = new ChannelBroadcast(this, services);
    this.#presence = new ChannelPresence(this, services);
    this.#changes = new ChannelChanges(this, services);
    this.#tokenTimer = new TokenTimer({
      checkInterval: services.timings.tokenCheckMs,
      updateInterval: services.timings.tokenUpdateIntervalMs,
      onCheck: () => this.#checkToken(),
      onToken: (token) => this.#taskQueue.push(() => this.#useToken(token)),
    });
  }

  get state(): ChannelState {
    return this.#state;
  }

  get rights(): ChannelRights {
    return this.#rights;
  }

  /** Set while joined. */
  get joinedTopic(): Topic | null {
    return this.#joinedTopic;
  }

  /** Runs the join and answers it. `previous` is the incarnation it replaces, if any. Never rejects. */
  async join(previous: Channel | null): Promise<void> {
    previous?.abandon();
    try {
      await this.#admit();
    } catch (error) {
      await this.#refuse(error);
    }
    if (previous !== null && previous.joinRef !== this.joinRef) previous.#pushEnd('phx_close');
  }

  receive(frame: InboundFrame): void {
    this.#taskQueue.push(() => this.#guarded(frame));
  }

  /** Answers `phx_leave` and ends. */
  leave(frame: InboundFrame): void {
    this.abandon();
    this.connection.remove(this);
    this.connection.send(replyFrame({ ...frame, joinRef: this.joinRef }, 'ok'));
    this.#pushEnd('phx_close');
  }

  /** Ends the channel with a reason the client is told, then closes it for good. */
  shutdown(text: string): void {
    if (this.#state === 'ended') return;
    this.system('system', 'error', text);
    this.abandon();
    this.connection.remove(this);
    this.#pushEnd('phx_close');
  }

  /** Ends without telling the client: the socket is gone or another incarnation takes over. */
  abandon(): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#ended.abort();
    this.#stopWaiting();
    this.#tokenTimer.stop();
    this.#leaveTopic();
  }

  /** Treats the token as expired from now on. */
  expireToken(): void {
    const { token, claims } = this.#identity;
    this.#identity = { token, claims: { ...claims, exp: Math.floor(Date.now() / 1000) } };
    this.#checkToken();
  }

  receiveBroadcast(frame: OutboundFrame, messageId: string | null): void {
    this.#broadcast.receive(frame, messageId);
  }

  receivePresence(frame: OutboundFrame): void {
    if (this.#state === 'joined' && this.#rights.mayReceivePresence) this.connection.send(frame);
  }

  reply(request: InboundFrame, status: 'ok' | 'error', response: object = {}): void {
    this.connection.send(replyFrame({ ...request, joinRef: this.joinRef }, status, response));
  }

  push(event: string, payload: object): void {
    this.connection.send(jsonFrame({ joinRef: this.joinRef, topic: this.topic, event, payload }));
  }

  system(extension: string, status: 'ok' | 'error', message: string): void {
    this.push('system', { extension, status, message, channel: this.subtopic });
  }

  async #admit(): Promise<void> {
    const { tokens, topics } = this.#services;
    checkJoin(this, this.#services);
    const { accessToken, isPrivate, presence, broadcast } = this.config;
    if (accessToken !== null) this.#identity = await tokens.verify(accessToken);
    requireUnexpired(this.#identity.claims);
    this.#rights = this.#rightsOf(this.#identity);
    await this.#rights.requireRead(presence.enabled);
    if (this.#state === 'ended') return;
    // Subscribed before stored messages are read: what arrives in between is held back, not lost.
    this.#joinedTopic = topics.join(this.subtopic, isPrivate, this);
    const replayed = broadcast.replay === null ? [] : await this.#broadcast.loadReplay(broadcast.replay);
    await this.#changes.open(this.#identity.claims);
    if (this.#state === 'joining') this.#begin(replayed);
  }

  #begin(replayed: readonly StoredMessage[]): void {
    this.#joinedTopic?.presence.flush();
    this.#state = 'joined';
    this.#tokenTimer.watch(this.#identity.claims);
    this.reply(this.#join, 'ok', { postgres_changes: this.#changes.acknowledged });
    this.#broadcast.begin(replayed);
    if (this.config.broadcast.replicationReady)
      this.#stopWaiting = notifyReplicationReady(this, this.#services);
    this.#changes.begin();
    if (this.config.presence.enabled) this.#presence.sendState();
    this.#taskQueue.release();
  }

  async #refuse(error: unknown): Promise<void> {
    const isKnown = error instanceof RealtimeApiError;
    const reason = isKnown ? error.reason : UNKNOWN_ERROR_REASON;
    this.#services.log(isKnown ? 'info' : 'error', `refused to join ${this.topic}: ${reason}`, error);
    const isLimit = isKnown && error.code === 'ClientJoinRateLimitReached';
    this.#leaveTopic();
    try {
      await delay(this.#services.timings.joinRefusalDelayMs, undefined, { signal: this.#ended.signal });
    } catch (aborted) {
      if (this.#ended.signal.aborted) return;
      throw aborted;
    }
    this.abandon();
    this.connection.remove(this);
    this.reply(this.#join, 'error', { reason });
    if (isLimit) this.connection.restart();
  }

  #leaveTopic(): void {
    this.#changes.end();
    if (this.#joinedTopic === null) return;
    this.#services.topics.leave(this.#joinedTopic, this);
    this.#joinedTopic.presence.untrack(this);
    this.#joinedTopic = null;
  }

  #guarded(frame: InboundFrame): void | Promise<void> {
    try {
      return this.#handle(frame)?.catch((error: unknown) => this.#crash(error));
    } catch (error) {
      this.#crash(error);
    }
  }

  /** An error of the server's own; the client joins again by itself. */
  #crash(error: unknown): void {
    this.#services.log('error', `channel ${this.topic} failed`, error);
    if (this.#state === 'ended') return;
    this.abandon();
    this.connection.remove(this);
    this.#pushEnd('phx_error');
  }

  #handle(frame: InboundFrame): void | Promise<void> {
    if (this.#state !== 'joined') return;
    if (frame.event === 'broadcast') return this.#broadcast.handle(frame);
    if (frame.event === 'presence') return this.#presence.handle(frame);
    if (frame.event === 'access_token') this.#offerToken(frame.payload);
  }

  #offerToken(payload: unknown): void {
    const token = isRecord(payload) ? ownToken(payload['access_token']) : null;
    if (token !== null && token !== this.#identity.token) this.#tokenTimer.offer(token);
  }

  async #useToken(token: string): Promise<void> {
    try {
      const identity = await this.#services.tokens.verify(token);
      const rights = this.#rightsOf(identity);
      await rights.requireRead(this.#presence.isEnabled);
      if (this.#state === 'ended') return;
      if (rights.hasLostReadSince(this.#rights)) {
        return this.shutdown(
          `You no longer have permission to read from this Channel topic: ${this.subtopic}`,
        );
      }
      this.#identity = identity;
      this.#rights = rights;
      this.#tokenTimer.watch(identity.claims);
      this.#changes.renew(identity.claims);
    } catch (error) {
      this.#fail(error);
    }
  }

  #checkToken(): void {
    if (this.#state !== 'joined') return;
    try {
      requireUnexpired(this.#identity.claims);
      this.#tokenTimer.watch(this.#identity.claims);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (!(error instanceof RealtimeApiError))
      this.#services.log('error', `channel ${this.topic} failed`, error);
    this.shutdown(error instanceof Error ? error.message : String(error));
  }

  /** Clients take it only when both references are those of the incarnation they mean. */
  #pushEnd(event: 'phx_close' | 'phx_error'): void {
    const { joinRef, topic } = this;
    this.connection.send(jsonFrame({ joinRef, ref: joinRef, topic, event, payload: {} }));
  }

  #rightsOf({ claims }: Identity): ChannelRights {
    const subject: PolicySubject = { topic: this.subtopic, claims, headers: this.connection.headers };
    return new ChannelRights(this.#services.policies, subject, this.config.isPrivate);
  }
}
