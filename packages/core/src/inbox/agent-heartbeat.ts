// Says that an inbox of this agent is open, and what the agent chose to be. One tab per browser says it, and none when nobody
// has looked at the inbox for a while: the database counts silence as absence, so there is no word for leaving.

import { createFrontTab } from '../environment/front-tab.ts';
import type { Environment } from '../environment/environment.ts';
import { toGlobalChatError } from '../errors.ts';
import type { AgentTransport } from '../transport/transport.ts';
import type { AgentAvailability, Membership } from '../types.ts';

/** Milliseconds; the database takes an agent for gone after two and a half of them. */
const AGENT_HEARTBEAT_INTERVAL_MS = 60_000;
/** Milliseconds that no tab of the inbox was in front, after which the agent does something else. */
const UNSEEN_INBOX_LIMIT_MS = 900_000;

export interface HeartbeatOptions {
  readonly me: Pick<Membership, 'tenantId' | 'userId' | 'availability'>;
  readonly transport: Pick<AgentTransport, 'setAvailability'>;
  readonly environment: Pick<Environment, 'clock' | 'presence' | 'tabs'>;
  /** What the agent chose here, in another tab or on another device. */
  readonly onAvailability: (availability: AgentAvailability) => void;
}

export interface Heartbeat {
  /** Told at once, and taken back when it rejects. */
  set(availability: AgentAvailability): Promise<void>;
  stop(): void;
}

export function startHeartbeat({ me, transport, environment, onAvailability }: HeartbeatOptions): Heartbeat {
  const { clock, presence } = environment;
  let seenAt = clock.now();
  let timer: unknown = null;
  let stopped = false;
  /** Counts choices: the answer to an older heartbeat does not know a newer one. */
  let choices = 0;
  let known = me.availability;

  const tell = (availability: AgentAvailability): void => {
    known = availability;
    if (!stopped) onAvailability(availability);
  };
  const beat = async (): Promise<void> => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => void beat(), AGENT_HEARTBEAT_INTERVAL_MS);
    const now = clock.now();
    if (presence.isVisible()) seenAt = now;
    if (!tab.leads() || now - seenAt >= UNSEEN_INBOX_LIMIT_MS) return;
    const asked = choices;
    try {
      const availability = await transport.setAvailability(me.tenantId, null);
      if (asked === choices) tell(availability);
    } catch {
      // The next one is soon; that somebody signed out, others find out.
    }
  };

  const tab = createFrontTab<{ readonly type: 'chosen'; readonly availability: AgentAvailability }>({
    name: `globalchat:inbox:heartbeat:${me.tenantId}:${me.userId}`,
    environment,
    onChange: () => void beat(),
    onMessage({ availability }) {
      choices += 1;
      tell(availability);
    },
  });
  const stopListening = presence.subscribe((reason) => {
    const now = clock.now();
    if (reason === 'visible') tab.take();
    if (reason === 'hidden') seenAt = now;
    else if (reason !== 'offline' && now - seenAt >= AGENT_HEARTBEAT_INTERVAL_MS) void beat();
  });
  void beat();

  return {
    async set(availability) {
      const before = known;
      const choice = (choices += 1);
      seenAt = clock.now();
      tell(availability);
      try {
        await transport.setAvailability(me.tenantId, availability);
      } catch (cause) {
        if (choice === choices) tell(before);
        throw toGlobalChatError(cause);
      }
      tab.post({ type: 'chosen', availability });
    },
    stop() {
      stopped = true;
      clock.clearTimeout(timer);
      stopListening();
      tab.leave();
    },
  };
}
