// The two sides that the service may speak as, each made when it is first needed.

import { createBackoff } from '../backoff.ts';
import type { Environment } from '../environment/environment.ts';
import { GlobalChatError, toGlobalChatError } from '../errors.ts';
import { createSupabaseAgentTransport } from '../transport/supabase/agent-transport.ts';
import { createSupabaseVisitorTransport } from '../transport/supabase/visitor-transport.ts';
import type { AgentTransport, VisitorTransport } from '../transport/transport.ts';
import type { GlobalChatServiceOptions } from './global-chat-service.ts';

const MAX_REQUEST_ATTEMPTS = 3;

export interface ServiceTransports {
  readonly visitor: () => VisitorTransport;
  /** Throws `not_signed_in` when there is no client. */
  readonly agent: () => AgentTransport;
  readonly hasAgent: () => boolean;
  /** Rejects with `not_allowed` when the signed-in user is no agent. */
  readonly requireAgent: () => Promise<void>;
  /** Repeats what may work a moment later; what is asked must be safe to repeat. */
  readonly persist: <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;
}

export function createServiceTransports(
  options: GlobalChatServiceOptions,
  environment: Environment,
): ServiceTransports {
  const { transport: changes, debug, client, widgetId } = options;
  const shared = { environment, changes, debug };
  let visitorTransport = options.transports?.visitor;
  let agentTransport = options.transports?.agent;
  let knownAgent: string | null = null;

  const agent = (): AgentTransport => {
    if (!agentTransport && !client) {
      throw new GlobalChatError(
        'not_signed_in',
        'Agents need a signed-in supabase-js client: pass it as `client`.',
      );
    }
    return (agentTransport ??= createSupabaseAgentTransport({ ...shared, client }));
  };

  const persist = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const backoff = createBackoff(environment.random);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (cause) {
        const error = toGlobalChatError(cause);
        if (!error.retryable || attempt === MAX_REQUEST_ATTEMPTS) throw error;
        const delay = backoff.next(error.retryAfter);
        await new Promise<void>((resolve) => void environment.clock.setTimeout(resolve, delay));
      }
    }
  };

  return {
    visitor: () => (visitorTransport ??= createSupabaseVisitorTransport({ ...options, ...shared, widgetId })),
    agent,
    hasAgent: () => client !== undefined || agentTransport !== undefined,
    // Without it the database would take the words of somebody who is no agent for a visitor's.
    async requireAgent() {
      const transport = agent();
      const user = transport.userId();
      if (user !== null && user === knownAgent) return;
      const [membership] = await persist(() => transport.memberships());
      if (!membership) throw new GlobalChatError('not_allowed', 'The signed-in user is no agent.');
      knownAgent = membership.userId;
    },
    persist,
  };
}
