// Who of a team is in the inbox, and where, in the in-memory backend.

import type { PresenceWatch } from '../../transport/transport.ts';
import type { AgentPresence } from '../../types.ts';
import type { MemoryHub } from './hub.ts';
import type { MemoryLine } from './line.ts';

/** By tenant id; of each inbox that is open. */
export type ColleaguesByTenant = Map<string, Map<object, AgentPresence>>;

export interface PresenceParts {
  readonly colleagues: ColleaguesByTenant;
  readonly hub: MemoryHub;
  readonly line: MemoryLine;
  readonly isAgentOf: (tenantId: string) => boolean;
}

export function watchPresence(
  { colleagues, hub, line, isAgentOf }: PresenceParts,
  tenantId: string,
  me: { readonly userId: string; readonly name: string },
  onChange: (people: readonly AgentPresence[]) => void,
): PresenceWatch {
  const here = colleagues.get(tenantId) ?? new Map<object, AgentPresence>();
  colleagues.set(tenantId, here);
  const self = {};
  const topic = `presence:${tenantId}`;
  const place = (where: { readonly viewing: string | null; readonly typing: boolean }): void => {
    here.set(self, { ...me, ...where });
    hub.publish(topic, null);
  };
  const leave = (): void => {
    if (here.delete(self)) hub.publish(topic, null);
  };
  const watch = line.join({
    name: topic,
    mayHear: () => isAgentOf(tenantId),
    onPayload: () => onChange([...here.values()]),
    onStatus(status) {
      if (status === 'ready') place({ viewing: null, typing: false });
      if (status === 'lost' || status === 'refused') leave();
    },
  });
  return {
    update: place,
    close() {
      watch.close();
      leave();
    },
  };
}
