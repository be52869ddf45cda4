// Who of the team is online and where, over Realtime presence. Realtime closes a channel that sets its presence more than
// five times in 30 s, so changes are held back and only the last one is sent.

import type { Environment } from '../../../environment/environment.ts';
import type { AgentPresence } from '../../../types.ts';
import type { PresenceWatch } from '../../transport.ts';
import type { Link } from '../link.ts';
import { readPresence, writePresence } from '../rows/team.ts';

/** Milliseconds, and how many changes fit into them. One is left for the rejoin. */
const PRESENCE_WINDOW_MS = 30_000;
const MAX_CHANGES_PER_WINDOW = 4;

export function watchPresence(
  link: Link,
  { clock }: Environment,
  tenantId: string,
  me: { readonly userId: string; readonly name: string },
  onChange: (people: readonly AgentPresence[]) => void,
): PresenceWatch {
  const topic = `presence:${tenantId}`;
  let where: Pick<AgentPresence, 'viewing' | 'typing'> = { viewing: null, typing: false };
  /** When the last changes were sent, oldest first. */
  let sent: number[] = [];
  let timer: unknown = null;

  const channel = link.channel(
    topic,
    { onPresence: (entries) => onChange(readPresence(entries)) },
    { presenceKey: me.userId },
  );

  function send(): void {
    timer = null;
    sent = [...sent, clock.now()].slice(-MAX_CHANGES_PER_WINDOW);
    channel.track?.(writePresence({ ...me, ...where }));
  }

  send();
  return {
    update(next) {
      if (next.viewing === where.viewing && next.typing === where.typing) return;
      where = { viewing: next.viewing, typing: next.typing };
      const oldest =
        sent.length < MAX_CHANGES_PER_WINDOW ? -PRESENCE_WINDOW_MS : (sent[0] ?? -PRESENCE_WINDOW_MS);
      timer ??= clock.setTimeout(send, Math.max(0, oldest + PRESENCE_WINDOW_MS - clock.now()));
    },
    close() {
      clock.clearTimeout(timer);
      channel.close();
    },
  };
}
