/** Counts requests per address over an hour. An address is forgotten when its hour is over. */
const HOUR_MS = 3_600_000;

export interface HourlyRateLimit {
  /** Counts one request; false when the address has used up its hour. */
  take(address: string): boolean;
}

export function createHourlyRateLimit(perHour: number, now: () => number): HourlyRateLimit {
  const seen = new Map<string, number[]>();
  return {
    take(address) {
      const since = now() - HOUR_MS;
      for (const [key, times] of seen) if ((times.at(-1) ?? 0) <= since) seen.delete(key);
      const recent = (seen.get(address) ?? []).filter((time) => time > since);
      if (recent.length >= perHour) return false;
      seen.set(address, [...recent, now()]);
      return true;
    },
  };
}
