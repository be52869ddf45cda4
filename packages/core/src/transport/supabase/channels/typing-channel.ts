// Tells the other side that somebody types. Owns the channel it is written to: joined with the first keystroke, left when
// nobody has typed for a while. Nothing here is stored, repeated or waited for.

import type { Environment } from '../../../environment/environment.ts';
import type { SenderType } from '../../../types.ts';
import type { Link, LinkChannel } from '../link.ts';

/** Milliseconds without typing after which the channel is left. */
const TYPING_CHANNEL_IDLE_MS = 30_000;

interface Sender {
  channel: LinkChannel | null;
  typing: boolean;
  timer: unknown;
}

export interface TypingChannel {
  readonly send: (sessionId: string, typing: boolean) => void;
  close(): void;
}

/** @param name Of whoever types; visitors have none, because the team knows whose conversation it is. */
export function createTypingChannel(
  link: Link,
  side: SenderType,
  { clock }: Environment,
  name: () => string | null = () => null,
): TypingChannel {
  const senders = new Map<string, Sender>();

  function tell({ channel, typing }: Sender): void {
    const known = name();
    channel?.broadcast('typing', { typing, ...(known && { name: known }) });
  }

  function stop(sessionId: string, sender: Sender): void {
    clock.clearTimeout(sender.timer);
    sender.channel?.close();
    senders.delete(sessionId);
  }

  return {
    send(sessionId, typing) {
      let sender = senders.get(sessionId);
      if (!sender) {
        if (!typing) return;
        const added: Sender = { channel: null, typing, timer: null };
        senders.set(sessionId, (sender = added));
        added.channel = link.channel(`typing:${side}:${sessionId}`, {
          onStatus(status) {
            // The first keystrokes came before the channel did.
            if (status === 'joined') tell(added);
          },
        });
      }
      const known = sender;
      known.typing = typing;
      tell(known);
      clock.clearTimeout(known.timer);
      known.timer = clock.setTimeout(() => stop(sessionId, known), TYPING_CHANNEL_IDLE_MS);
    },
    close() {
      for (const [sessionId, sender] of senders) stop(sessionId, sender);
    },
  };
}
