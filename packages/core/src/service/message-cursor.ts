// Reports each message of one session once and in order, wherever it came from. Owns the last reported `seq`; refuses to
// report before it knows where to begin.

import { mergeMessages } from '../store/message-list.ts';
import type { Message } from '../types.ts';

export interface MessageCursor {
  /** Rows in any order, known ones among them. A hole holds back what is after it. */
  take(messages: readonly Message[]): void;
  /** Everything up to here counts as reported. */
  begin(seq: number): void;
}

/** @param start The last `seq` that needs no report; null to wait for `begin`. */
export function createMessageCursor(start: number | null, report: (message: Message) => void): MessageCursor {
  let last = start;
  let waiting: readonly Message[] = [];

  const take = (messages: readonly Message[]): void => {
    waiting = mergeMessages(waiting, messages);
    if (last === null) return;
    const ready: Message[] = [];
    for (const message of waiting) {
      if (message.seq !== last + 1) continue;
      last = message.seq;
      ready.push(message);
    }
    const upTo = last;
    waiting = waiting.filter(({ seq }) => seq > upTo);
    for (const message of ready) report(message);
  };

  return {
    take,
    begin(seq) {
      last ??= seq;
      take([]);
    },
  };
}
