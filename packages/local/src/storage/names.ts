/**
 * Owns what a bucket, a path, a size and a type may look like; the rules are the hosted server's.
 * Refuses everything else, so that nothing works here that would fail there.
 */
import { failures } from './failure.ts';

const KEY = /^(\w|\/|!|-|\.|\*|'|\(|\)| |&|\$|@|=|;|:|\+|,|\?)*$/;
const KEY_MAXIMUM = 1024;
const BUCKET = /^(\w|!|-|\.|\*|'|\(|\)| |&|\$|@|=|;|:|\+|,|\?)*$/;
const BUCKET_MAXIMUM = 100;

/** Throws `InvalidKey`: letters outside ASCII, for instance, are none. */
export function checkKey(key: string): string {
  if (key === '' || key.length > KEY_MAXIMUM || !KEY.test(key)) throw failures.invalidKey(key);
  return key;
}

/** Throws `InvalidBucketName`. */
export function checkBucketName(name: unknown): string {
  if (
    typeof name !== 'string' ||
    name === '' ||
    name.length > BUCKET_MAXIMUM ||
    name.trim() !== name ||
    !BUCKET.test(name)
  ) {
    throw failures.invalidBucketName();
  }
  return name;
}

const UNITS: Record<string, number> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** Bytes from a number or from text such as "20MB"; null and undefined stay null. Throws `InvalidRequest`. */
export function parseFileSize(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?i?b)?$/i.exec(typeof value === 'string' ? value.trim() : '');
  const factor = UNITS[(match?.[2] ?? 'b').toLowerCase()];
  if (match === null || factor === undefined) throw failures.invalidFileSize();
  return Math.floor(Number(match[1]) * factor);
}

/** `image/*` allows every image; parameters such as a charset do not count. Throws `InvalidMimeType`. */
export function checkMimeType(type: string, allowed: readonly string[] | null): void {
  if (allowed === null || allowed.length === 0) return;
  const bare = (type.split(';')[0] ?? '').trim().toLowerCase();
  const fits = allowed.some((pattern) => {
    const wanted = pattern.toLowerCase();
    return (
      wanted === '*/*' || wanted === bare || (wanted.endsWith('/*') && bare.startsWith(wanted.slice(0, -1)))
    );
  });
  if (!fits) throw failures.invalidMimeType(type);
}
