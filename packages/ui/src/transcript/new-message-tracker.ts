// What changed in a conversation since the last look. New is what was stored after the first messages were seen, and
// not sent from here. Pure state.

import type { ConversationMessage, DeliveryState, SenderType } from '@globalchat/core';

export interface NewMessages {
  /** Messages of others, never seen before, oldest first. */
  readonly arrived: readonly ConversationMessage[];
  /** The reader just sent something. */
  readonly sent: boolean;
  /** Messages that just failed. */
  readonly failed: readonly ConversationMessage[];
}

const NO_NEW_MESSAGES: NewMessages = { arrived: [], sent: false, failed: [] };

export class NewMessageTracker {
  #seen = 0;
  #started = false;
  /** Of messages that were pending here, so that an agent's own are told from a colleague's. */
  readonly #own = new Map<string, DeliveryState>();

  /** Compares with the last look. While `history` is true, everything is old. */
  read(messages: readonly ConversationMessage[], side: SenderType, history: boolean): NewMessages {
    const arrived: ConversationMessage[] = [];
    const failed: ConversationMessage[] = [];
    let sent = false;
    let seen = this.#seen;
    // What is there before anything was sent from here is what was loaded, however late that is.
    const fresh =
      this.#started && !history && (this.#seen > 0 || this.#own.size > 0 || messages[0]?.seq === null);
    for (let at = messages.length - 1; at >= 0; at--) {
      const message = messages[at];
      if (!message || (message.seq !== null && message.seq <= this.#seen)) break;
      if (message.seq !== null) {
        seen = Math.max(seen, message.seq);
        if (!fresh) break;
        const own = this.#own.has(message.id) || (side === 'visitor' && message.senderType === 'visitor');
        if (!own && message.deletedAt === null) arrived.unshift(message);
      } else if (message.delivery === 'failed') {
        if (this.#own.get(message.id) === 'pending') failed.push(message);
        this.#own.set(message.id, message.delivery);
      } else {
        if (!this.#own.has(message.id)) sent = true;
        this.#own.set(message.id, message.delivery);
      }
    }
    this.#seen = seen;
    this.#started = !history;
    return fresh ? { arrived, sent, failed } : NO_NEW_MESSAGES;
  }
}
