// The triggers of the widget's public config. It comes over the network and was written by people: an entry that is not
// what the database would take is no trigger.

import type { RawConfig } from '../../element/launcher.styles.ts';
import {
  MAX_MESSAGE_CHARACTERS,
  MAX_PATTERN_CHARACTERS,
  MAX_SENDER_CHARACTERS,
  MAX_TRIGGERS,
} from './trigger-limits.ts';

/** Shows its message when all that it names holds. */
export interface Trigger {
  readonly id: string;
  readonly message: string;
  /** Name of the one of the team who says it; null for the first of them. */
  readonly sender: string | null;
  /** Of the page's address, with `*` for any text; null for every page. */
  readonly url: string | null;
  readonly afterSeconds: number;
  /** How much of the page must have been seen. */
  readonly scrollPercent: number;
  /** Only in the moment when the pointer leaves the page at its top. */
  readonly exitIntent: boolean;
  /** Only while the team is there. */
  readonly hoursOnly: boolean;
}

const ID = /^[a-z\d][a-z\d_-]{0,39}$/;
/** Half a character belongs to no address. */
const LONE_SURROGATE = /\p{Surrogate}/u;

function shortText(value: unknown, limit: number): string | null {
  return typeof value === 'string' && value !== '' && [...value].length <= limit ? value : null;
}

/** Digits, as a number or as text; null for anything else. */
function wholeNumber(value: unknown, most: number): number | null {
  const number = /^\d{1,5}$/.test(String(value)) ? Number(value) : NaN;
  return number <= most ? number : null;
}

function readTrigger(value: unknown): Trigger | null {
  const entry = (value ?? {}) as RawConfig;
  const id = typeof entry['id'] === 'string' && ID.test(entry['id']) ? entry['id'] : null;
  const message = shortText(entry['message'], MAX_MESSAGE_CHARACTERS);
  const sender = shortText(entry['sender'] ?? ' ', MAX_SENDER_CHARACTERS);
  const url = shortText(entry['url'] ?? '*', MAX_PATTERN_CHARACTERS);
  const afterSeconds = wholeNumber(entry['after_seconds'] ?? 0, 99_999);
  const scrollPercent = wholeNumber(entry['scroll_percent'] ?? 0, 100);
  const { exit_intent: exitIntent = false, hours_only: hoursOnly = false } = entry;
  if (id === null || message === null || sender === null || url === null || LONE_SURROGATE.test(url))
    return null;
  if (afterSeconds === null || scrollPercent === null) return null;
  if (typeof exitIntent !== 'boolean' || typeof hoursOnly !== 'boolean') return null;
  return {
    id,
    message,
    sender: sender.trim() || null,
    url: url === '*' ? null : url,
    afterSeconds,
    scrollPercent,
    exitIntent,
    hoursOnly,
  };
}

export function readTriggers({ triggers }: RawConfig): readonly Trigger[] {
  if (!Array.isArray(triggers)) return [];
  // One more than the owner's own: the teaser.
  return triggers
    .slice(0, MAX_TRIGGERS + 1)
    .map(readTrigger)
    .filter((trigger) => trigger !== null);
}
