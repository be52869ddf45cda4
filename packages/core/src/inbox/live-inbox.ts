// What keeps a started inbox equal to the database and tells the team where this agent is, and visitors that somebody is.

import type { Environment } from '../environment/environment.ts';
import { createInboxSync } from '../sync/inbox-sync.ts';
import type { InboxSyncOptions } from '../sync/inbox-sync.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { AgentAvailability, AgentPresence, Membership } from '../types.ts';
import { startHeartbeat } from './agent-heartbeat.ts';

export interface LiveInboxOptions extends Omit<InboxSyncOptions, 'tenantId' | 'transport' | 'environment'> {
  readonly me: Membership;
  readonly transport: AgentTransport;
  readonly environment: Environment;
  /** Epoch milliseconds on the server's clock, up to which everything is known. */
  readonly since: number;
  readonly onPeople: (people: readonly AgentPresence[]) => void;
  readonly onAvailability: (availability: AgentAvailability) => void;
}

export interface LiveInbox {
  setViewing(sessionId: string | null, typing: boolean): void;
  setAvailability(availability: AgentAvailability): Promise<void>;
  stop(): void;
}

export function startLiveInbox(options: LiveInboxOptions): LiveInbox {
  const { transport, since } = options;
  const { tenantId, userId, displayName } = options.me;
  const sync = createInboxSync({ ...options, tenantId });
  const presence = transport.watchPresence(tenantId, { userId, name: displayName }, options.onPeople);
  const heartbeat = startHeartbeat(options);
  sync.start(since);
  return {
    setViewing: (viewing, typing) => presence.update({ viewing, typing }),
    setAvailability: (availability) => heartbeat.set(availability),
    stop() {
      sync.stop();
      presence.close();
      heartbeat.stop();
    },
  };
}
