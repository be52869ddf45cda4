// What an agent chose at this browser. Owns its place in the browser's storage, which may be refused and may hold anything.

const KEY = 'globalchat:inbox:notifications';

export interface Choice {
  readonly sound?: boolean;
  readonly desktop?: boolean;
}

export function readChoice(): Choice {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    const { sound, desktop } = (stored ?? {}) as Record<string, unknown>;
    return {
      ...(typeof sound === 'boolean' && { sound }),
      ...(typeof desktop === 'boolean' && { desktop }),
    };
  } catch {
    // No storage here, or what is there is not ours: nothing was chosen.
    return {};
  }
}

export function writeChoice(choice: Choice): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choice));
  } catch {
    // The choice lives as long as the page.
  }
}

/** True when another tab wrote a choice. */
export function isChoice({ key }: StorageEvent): boolean {
  return key === KEY;
}
