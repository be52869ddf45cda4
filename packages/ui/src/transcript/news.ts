// What changed in a conversation since the last look. Owns "new": stored after the first complete look and not sent from
// here. Pure state; refuses to render, count or speak.

import type { ConversationMessage, SenderType } from '@globalchat/core';

export interface News {
  /** Messages of others, never seen before, oldest first. */
  readonly arrived: readonly ConversationMessage[];
  /** The reader just sent something. */
  readonly sent: boolean;
  /** Messages that just failed. */
  readonly failed: readonly ConversationMessage[];
}

const NOTHING: News = { arrived: [], sent: false, failed: [] };

export class NewsReader {
  #seen = 0;
  #started = false;
  /** Of messages that were pending here, so that an agent's own are told from a colleague's. */
  readonly #own = new Set<string>();
  readonly #failed = new Set<string>();

  /** Compares with the last look. While `history` is true, everything is old. */
  read(messages: readonly ConversationMessage[], side: SenderType, history: boolean): News {
    const arrived: ConversationMessage[] = [];
    const failed: ConversationMessage[] = [];
    let sent = false;
    let seen = this.#seen;
    for (let at = messages.length - 1; at >= 0; at--) {
      const message = messages[at];
      if (!message || (message.seq !== null && message.seq <= this.#seen)) break;
      if (message.seq === null) {
        if (!this.#own.has(message.id)) sent = true;
        this.#own.add(message.id);
        if (message.delivery !== 'failed') this.#failed.delete(message.id);
        else if (!this.#failed.has(message.id)) {
          this.#failed.add(message.id);
          failed.push(message);
        }
      } else {
        seen = Math.max(seen, message.seq);
        const own = this.#own.has(message.id) || (side === 'visitor' && message.senderType === 'visitor');
        if (!own && message.deletedAt === null) arrived.unshift(message);
        // Before the first complete look there is no bound, and all of it is history anyway.
        if (!this.#started) break;
      }
    }
    this.#seen = seen;
    if (history || !this.#started) {
      this.#started = !history;
      return NOTHING;
    }
    return { arrived, sent, failed };
  }
}
