// What an agent chose at this browser, kept in its storage, which may hold anything; where that is refused the choice
// lives as long as the element.

import { browserEnvironment, storageKey } from '@globalchat/core';

/** @param agent An `AgentKey`: the next one at this browser chooses anew. */
const keyOf = (agent: string): string => storageKey(`inbox:${agent}:notifications`);

export interface Choice {
  readonly sound?: boolean;
  readonly desktop?: boolean;
}

export function readChoice(agent: string): Choice {
  try {
    const stored: unknown = JSON.parse(browserEnvironment().storage.getItem(keyOf(agent)) ?? 'null');
    const { sound, desktop } = (stored ?? {}) as Record<string, unknown>;
    return {
      ...(typeof sound === 'boolean' && { sound }),
      ...(typeof desktop === 'boolean' && { desktop }),
    };
  } catch {
    // What is there is not ours: nothing was chosen.
    return {};
  }
}

export function writeChoice(agent: string, choice: Choice): void {
  browserEnvironment().storage.setItem(keyOf(agent), JSON.stringify(choice));
}

export function forgetChoice(agent: string): void {
  browserEnvironment().storage.removeItem(keyOf(agent));
}

/** True when another tab wrote a choice. */
export function isChoice({ key }: StorageEvent, agent: string): boolean {
  return key === keyOf(agent);
}
