// What this browser remembers of teasers, once its visitor has clicked on one: which were answered or closed, and until
// when they are left in peace. Nothing is written before, and `reset` of the chat forgets it with the rest.

import { storageKey } from '@globalchat/core';
import type { KeyValueStorage } from '@globalchat/core';
import { greetingKey } from './greeting-key.ts';
import type { KeptGreeting } from './greeting-storage.ts';
import { SNOOZE_MS } from './trigger-limits.ts';

export interface TriggerMemory {
  /** Whether this one was answered or closed. */
  has(triggerId: string): boolean;
  isSnoozed(): boolean;
  /** Whether somebody in this browser talks, or talked, to this widget. */
  hasConversation(): boolean;
  answered(triggerId: string): void;
  closed(triggerId: string): void;
  /** The conversation that began with it shows it from now on. */
  keep(greeting: KeptGreeting): void;
}

interface Record {
  readonly acted: readonly unknown[];
  readonly snoozedUntil: number;
}

export function createTriggerMemory(
  storage: () => KeyValueStorage,
  widgetId: string,
  now: () => number,
): TriggerMemory {
  const key = storageKey(`${widgetId}:teaser`);
  /** Of this page, where nothing can be kept. */
  let known: Record = { acted: [], snoozedUntil: 0 };

  const read = (path: string): string | null => {
    try {
      return storage().getItem(path);
    } catch {
      return null;
    }
  };

  const write = (path: string, value: unknown): void => {
    try {
      storage().setItem(path, JSON.stringify(value));
    } catch {
      // It holds for this page.
    }
  };

  const load = (): Record => {
    try {
      const { acted, snoozedUntil } = JSON.parse(read(key) ?? '{}') as Partial<Record>;
      if (Array.isArray(acted)) known = { acted, snoozedUntil: Number(snoozedUntil) };
    } catch {
      // Somebody else wrote there: as if nothing was.
    }
    return known;
  };

  const remember = (triggerId: string, snoozedUntil: number): void => {
    const { acted } = load();
    known = { acted: [...acted.filter((id) => id !== triggerId), triggerId].slice(-50), snoozedUntil };
    write(key, known);
  };

  return {
    has: (triggerId) => load().acted.includes(triggerId),
    isSnoozed() {
      const left = load().snoozedUntil - now();
      // A clock that was wrong then must not keep it away for years.
      return left > 0 && left <= SNOOZE_MS;
    },
    hasConversation: () => read(storageKey(`${widgetId}:trace`)) !== null,
    answered: (triggerId) => remember(triggerId, load().snoozedUntil),
    closed: (triggerId) => remember(triggerId, now() + SNOOZE_MS),
    keep: (greeting) => write(greetingKey(widgetId), greeting),
  };
}
