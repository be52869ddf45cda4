/**
 * What a bucket name, a path, a size and a media type may be. The rules are the hosted server's, so that nothing works
 * here that would fail there.
 */
import { apiErrors } from './api-error.ts';

/** The server's own set (supabase/storage, src/storage/limits.ts): what S3 calls safe, or needing care, in a key. */
const OBJECT_KEY_PATTERN = /^[A-Za-z0-9_/!.*'() &$=@;:+,?-]+$/;
/** Where S3 itself ends a key. */
const MAX_KEY_CHARACTERS = 1024;
/** As in a key, but for the slash. */
const BUCKET = /^[A-Za-z0-9_!.*'() &$=@;:+,?-]+$/;
/** The hosted server's limit. */
const MAX_BUCKET_NAME_CHARACTERS = 100;

/** Throws `InvalidKey`: letters outside ASCII, for instance, are none. */
export function checkKey(key: string): string {
  if (key.length > MAX_KEY_CHARACTERS || !OBJECT_KEY_PATTERN.test(key)) throw apiErrors.invalidKey(key);
  return key;
}

/** Throws `InvalidBucketName`. */
export function checkBucketName(name: unknown): string {
  if (
    typeof name !== 'string' ||
    name.length > MAX_BUCKET_NAME_CHARACTERS ||
    name.trim() !== name ||
    !BUCKET.test(name)
  ) {
    throw apiErrors.invalidBucketName();
  }
  return name;
}

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 };

/** Bytes from a number or from text such as "20MB"; null and undefined stay null. Throws `InvalidRequest`. */
export function parseFileSize(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)(gb|mb|kb|b)$/i.exec(value) : null;
  const factor = UNITS[(match?.[2] ?? '').toLowerCase()];
  if (match === null || factor === undefined) throw apiErrors.invalidFileSize();
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
  if (!fits) throw apiErrors.invalidMimeType(type);
}
