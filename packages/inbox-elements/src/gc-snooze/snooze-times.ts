// When a snoozed conversation comes back: the proposals, in the agent's own time.
import type { InboxKey } from '@globalchat/ui';

export interface SnoozeTime {
  readonly key: InboxKey;
  /** Epoch milliseconds. */
  readonly until: number;
}

const MORNING_HOUR = 9;
const EVENING_HOUR = 18;
const MONDAY_WEEKDAY = 1;

/** Proposals after `now`, soonest first. "Later today" is left out when the evening has begun. */
export function snoozeTimes(now: number): readonly SnoozeTime[] {
  const at = (days: number, hour: number): number => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    return date.setHours(hour, 0, 0, 0);
  };
  const untilMonday = (MONDAY_WEEKDAY - new Date(now).getDay() + 7) % 7 || 7;
  const proposals: readonly SnoozeTime[] = [
    { key: 'inOneHour', until: now + 3_600_000 },
    { key: 'laterToday', until: at(0, EVENING_HOUR) },
    { key: 'tomorrow', until: at(1, MORNING_HOUR) },
    { key: 'nextWeek', until: at(untilMonday, MORNING_HOUR) },
  ];
  return proposals.filter(({ key, until }) => key !== 'laterToday' || until - now > 3_600_000);
}
