// How an agent's message reaches the database: as the agent who wrote it, or not at all.

import type { Environment } from '../environment/environment.ts';
import { GlobalChatError } from '../errors.ts';
import { createOutbox } from '../sync/outbox.ts';
import type { Outbox } from '../sync/outbox.ts';
import { sendItem } from '../sync/send-item.ts';
import type { AgentTransport, Committed } from '../transport/transport.ts';

export function createAgentOutbox(
  transport: AgentTransport,
  environment: Environment,
  onSent: (committed: Committed) => void,
): Outbox {
  return createOutbox({
    scope: `agent:${transport.project}`,
    environment,
    async identify() {
      const user = transport.userId();
      if (user === null) throw new GlobalChatError('not_signed_in', 'Sign in to answer.');
      return user;
    },
    // Another agent's unsent replies wait for that agent.
    belongs: (item) => item.userId === transport.userId(),
    deliver: (item, report) => sendItem(transport, item, report),
    onSent,
  });
}
