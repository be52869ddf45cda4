/**
 * What one channel may do under one token: asked once per question, remembered until the token changes.
 * Public channels may do everything and need no database.
 */
import { notAllowedToRead } from '../api-error.ts';
import type { Extension, PolicyProbe, PolicySubject } from './policies.ts';

export class ChannelRights {
  readonly #probe: PolicyProbe;
  readonly #subject: PolicySubject;
  readonly #isPrivate: boolean;
  readonly #read = new Map<Extension, boolean>();
  readonly #write = new Map<Extension, boolean>();

  constructor(probe: PolicyProbe, subject: PolicySubject, isPrivate: boolean) {
    this.#probe = probe;
    this.#subject = subject;
    this.#isPrivate = isPrivate;
  }

  get mayReceiveBroadcasts(): boolean {
    return !this.#isPrivate || this.#read.get('broadcast') === true;
  }

  get mayReceivePresence(): boolean {
    return !this.#isPrivate || this.#read.get('presence') === true;
  }

  /** Throws unless the channel may read broadcasts or, when asked for, presence. Throws as the probe does. */
  async requireRead(withPresence: boolean): Promise<void> {
    if (!this.#isPrivate) return;
    await this.#askRead(withPresence ? ['broadcast', 'presence'] : ['broadcast']);
    if (!this.mayReceiveBroadcasts && !this.mayReceivePresence) throw notAllowedToRead(this.#subject.topic);
  }

  /** Presence is asked about late when a channel joined without it. */
  async loadPresenceRead(): Promise<void> {
    if (this.#isPrivate && !this.#read.has('presence')) await this.#askRead(['presence']);
  }

  /** Immediate once known, so that a busy channel is not slowed down. */
  maySend(extension: Extension): boolean | Promise<boolean> {
    if (!this.#isPrivate) return true;
    return this.#write.get(extension) ?? this.#askWrite(extension);
  }

  /** Whether the other had a right to read that this one has not. */
  hasLostReadSince(earlier: ChannelRights): boolean {
    return (
      (earlier.mayReceiveBroadcasts && !this.mayReceiveBroadcasts) ||
      (earlier.mayReceivePresence && this.#read.has('presence') && !this.mayReceivePresence)
    );
  }

  async #askRead(extensions: readonly Extension[]): Promise<void> {
    const allowed = await this.#probe.readable(this.#subject, extensions);
    for (const extension of extensions) this.#read.set(extension, allowed.has(extension));
  }

  async #askWrite(extension: Extension): Promise<boolean> {
    const allowed = await this.#probe.writable(this.#subject, [extension]);
    this.#write.set(extension, allowed.has(extension));
    return allowed.has(extension);
  }
}
