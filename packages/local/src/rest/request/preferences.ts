/**
 * The `Prefer` header, and `Preference-Applied`, which tells what of it was followed. Unknown preferences are an error
 * only with `handling=strict`.
 */
import { apiErrors } from '../api-error.ts';

export type Count = 'exact' | 'planned' | 'estimated';

export interface Preferences {
  readonly resolution?: 'merge-duplicates' | 'ignore-duplicates';
  readonly return?: 'representation' | 'minimal' | 'headers-only';
  readonly count?: Count;
  readonly tx?: 'commit' | 'rollback';
  readonly missing?: 'default' | 'null';
  readonly handling?: 'strict' | 'lenient';
  readonly timezone?: string;
  readonly maxAffected?: number;
  /** What was not understood. */
  readonly invalid: readonly string[];
}

export type PreferenceName = Exclude<keyof Preferences, 'invalid'>;

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  resolution: ['merge-duplicates', 'ignore-duplicates'],
  return: ['representation', 'minimal', 'headers-only'],
  count: ['exact', 'planned', 'estimated'],
  tx: ['commit', 'rollback'],
  missing: ['default', 'null'],
  handling: ['strict', 'lenient'],
};

/** The order in which applied preferences are listed. */
const APPLIED_ORDER: readonly PreferenceName[] = [
  'resolution',
  'missing',
  'return',
  'count',
  'tx',
  'handling',
  'timezone',
  'maxAffected',
];

/** @param allowsTransaction whether a caller may have its own changes rolled back */
export function parsePreferences(header: string | null, allowsTransaction: boolean): Preferences {
  const found: Record<string, string | number> = {};
  const invalid: string[] = [];
  for (const preference of (header ?? '').split(',').map((part) => part.trim())) {
    if (preference === '') continue;
    const at = preference.indexOf('=');
    const [name, value] = [preference.slice(0, at), preference.slice(at + 1)];
    if (name === 'max-affected') {
      if (/^-?\d+$/u.test(value)) found['maxAffected'] ??= Number(value);
    } else if (name === 'timezone' && isTimeZone(value)) found['timezone'] ??= value;
    else if (CHOICES[name]?.includes(value) === true) found[name] ??= value;
    else invalid.push(preference);
  }
  if (!allowsTransaction) delete found['tx'];
  return { ...found, invalid };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // the constructor's way of saying no
  }
}

export function requireValidPreferences({ handling, invalid }: Preferences): void {
  if (handling === 'strict' && invalid.length > 0) throw apiErrors.preferencesInvalid(invalid);
}

/** `max-affected`, which counts only with `handling=strict`. */
export function affectedLimit({ handling, maxAffected }: Preferences): number | undefined {
  return handling === 'strict' ? maxAffected : undefined;
}

/** The header `Preference-Applied`, or undefined when there is nothing to say. */
export function appliedHeader(
  preferences: Preferences,
  names: readonly PreferenceName[],
): string | undefined {
  const applied = APPLIED_ORDER.filter((name) => names.includes(name) && preferences[name] !== undefined)
    .filter((name) => name !== 'maxAffected' || affectedLimit(preferences) !== undefined)
    .map((name) => `${name === 'maxAffected' ? 'max-affected' : name}=${String(preferences[name])}`);
  return applied.length === 0 ? undefined : applied.join(', ');
}
