/** `local.faults`: everything a test can make go wrong while the backend runs. `clear()` ends all of it. */
import type { RealtimeControl, RealtimeFaults, SocketFilter } from '../realtime/index.ts';
import { frameHooks } from './frame-faults.ts';
import type { Frame, FrameFault, Join } from './frame-faults.ts';
import type { RequestFault } from './request-faults.ts';
import { createRules } from './rules.ts';
import type { Rule, Rules } from './rules.ts';

export interface Faults {
  /** Decides about HTTP requests; undefined lets one pass. Answers a function that ends the rule. */
  requests(rule: Rule<Request, RequestFault>): () => void;
  /** Decides about frames of sockets, in both directions; undefined lets one pass. */
  frames(rule: Rule<Frame, FrameFault>): () => void;
  /** A text refuses the join of that topic with it. */
  joins(rule: Rule<Join, string>): () => void;
  /** `restart` closes with 1012 (clients reconnect), `cut` ends sockets as a broken network does. */
  disconnect(how: 'restart' | 'cut', applies?: SocketFilter): void;
  /** The tokens of these sockets' channels end now. */
  expireTokens(applies?: SocketFilter): void;
  /** Broadcasts from the database and row changes are lost until replication is resumed. */
  stopReplication(): Promise<void>;
  resumeReplication(): Promise<void>;
  /** Ends PostgreSQL (`crash` = kill -9) and starts it again on the same data. */
  restartDatabase(how?: 'fast' | 'crash'): Promise<void>;
  /** Ends every rule and resumes replication. */
  clear(): Promise<void>;
}

export interface FaultInjection {
  readonly requestRules: Rules<Request, RequestFault>;
  readonly realtimeHooks: RealtimeFaults;
  /** `local.faults`, once Realtime and the database run. */
  controls(realtime: RealtimeControl, restartDatabase: Faults['restartDatabase']): Faults;
}

export function createFaults(next: RealtimeFaults | undefined): FaultInjection {
  const requestRules = createRules<Request, RequestFault>();
  const frameRules = createRules<Frame, FrameFault>();
  const joinRules = createRules<Join, string>();
  return {
    requestRules,
    realtimeHooks: frameHooks(frameRules, joinRules, next),
    controls(realtime, restartDatabase) {
      let replicates = true;
      const replicate = async (wanted: boolean): Promise<void> => {
        if (replicates === wanted) return;
        replicates = wanted;
        await (wanted ? realtime.resumeReplication() : realtime.stopReplication());
      };
      return {
        requests: (rule) => requestRules.add(rule),
        frames: (rule) => frameRules.add(rule),
        joins: (rule) => joinRules.add(rule),
        disconnect: (how, applies) => realtime.disconnect(how, applies),
        expireTokens: (applies) => realtime.expireTokens(applies),
        stopReplication: () => replicate(false),
        resumeReplication: () => replicate(true),
        restartDatabase,
        async clear() {
          for (const rules of [requestRules, frameRules, joinRules]) rules.clear();
          await replicate(true);
        },
      };
    },
  };
}
