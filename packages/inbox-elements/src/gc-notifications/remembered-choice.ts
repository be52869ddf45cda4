// What an agent chose at this browser. Owns its place in the browser's storage, which may hold anything; where it is refused
// the choice lives as long as the element.

import { browserEnvironment } from '@globalchat/core';

const KEY = 'globalchat:inbox:notifications';

export interface Choice {
  readonly sound?: boolean;
  readonly desktop?: boolean;
}

export function readChoice(): Choice {
  try {
    const stored: unknown = JSON.parse(browserEnvironment().storage.getItem(KEY) ?? 'null');
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

export function writeChoice(choice: Choice): void {
  browserEnvironment().storage.setItem(KEY, JSON.stringify(choice));
}

/** True when another tab wrote a choice. */
export function isChoice({ key }: StorageEvent): boolean {
  return key === KEY;
}
