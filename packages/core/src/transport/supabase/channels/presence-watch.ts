// Who of the team is online and where, over Realtime presence.

import type { AgentPresence } from '../../../types.ts';
import type { PresenceWatch } from '../../transport.ts';
import type { Link } from '../link.ts';
import { readPresence, writePresence } from '../rows/team.ts';

export function watchPresence(
  link: Link,
  tenantId: string,
  me: { readonly userId: string; readonly name: string },
  onChange: (people: readonly AgentPresence[]) => void,
): PresenceWatch {
  let where: Pick<AgentPresence, 'viewing' | 'typing'> = { viewing: null, typing: false };
  const channel = link.channel(
    `presence:${tenantId}`,
    { onPresence: (entries) => onChange(readPresence(entries)) },
    { presenceKey: me.userId },
  );
  const tell = (): void => channel.track?.(writePresence({ ...me, ...where }));
  tell();
  return {
    update({ viewing, typing }) {
      if (viewing === where.viewing && typing === where.typing) return;
      where = { viewing, typing };
      tell();
    },
    close: () => channel.close(),
  };
}
