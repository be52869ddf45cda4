// The checks of values that callers send, as in schema/migrations/0002_arguments.sql and 0043_metadata.sql.

import { GlobalChatError } from '../../errors.ts';
import { MESSAGE_MAX_CHARACTERS } from '../../message-limits.ts';
import { isVisible } from '../../visible-text.ts';
import { invalidArgument } from './refusals.ts';

const MAX_METADATA_BYTES = 2048;
const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+[.][^\s@<>".]+$/;
const DIRECTION_MARKS = /[\u202a-\u202e\u2066-\u2069]/g;
const SESSION_METADATA_KEYS = [
  ...['page_url', 'page_title', 'referrer', 'pages', 'locale', 'time_zone', 'browser', 'os', 'device'],
  ...['screen', 'place', 'campaign', 'trigger', 'consent_at', 'fields'],
];
const MESSAGE_METADATA_KEYS = ['locale', 'page_url', 'trigger', 'canned_reply', 'kind'];

type Metadata = Readonly<Record<string, unknown>>;

/** Throws `content_empty` or `content_too_long`. Characters as people count them, not UTF-16 units. */
export function checkContent(content: string, hasFiles: boolean): void {
  if ([...content].length > MESSAGE_MAX_CHARACTERS) {
    const message = `A message has at most ${MESSAGE_MAX_CHARACTERS} characters.`;
    throw new GlobalChatError('content_too_long', message, { status: 413 });
  }
  if (!hasFiles && !isVisible(content)) {
    throw new GlobalChatError('content_empty', 'Write something or attach a file.', { status: 400 });
  }
}

/** A trimmed text, or null when there is nothing to see in it. */
export function shortText(
  value: string | null | undefined,
  field: string,
  maxCharacters: number,
): string | null {
  if (value === null || value === undefined) return null;
  const text = value.replace(DIRECTION_MARKS, '').replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '');
  if ([...text].length > maxCharacters)
    throw invalidArgument(`${field} is longer than ${maxCharacters} characters.`);
  return isVisible(text) ? text : null;
}

export function emailAddress(value: string | null | undefined, field: string): string | null {
  const address = shortText(value, field, 254);
  if (address !== null && !EMAIL.test(address))
    throw invalidArgument('Enter an email like name@example.com.');
  return address;
}

/** Distinct, trimmed texts with something to see. */
export function textList(
  values: readonly string[],
  field: string,
  most: number,
  maxCharacters: number,
): string[] {
  if (values.length > most) throw invalidArgument(`${field} must be a list of at most ${most} texts.`);
  const texts = values.map((value) => shortText(value, field, maxCharacters));
  return [...new Set(texts.filter((text) => text !== null))];
}

export function sessionMetadata(value: Metadata): Metadata {
  return contextOf(value, SESSION_METADATA_KEYS);
}

export function messageMetadata(value: Metadata): Metadata {
  return contextOf(value, MESSAGE_METADATA_KEYS);
}

/** New context over old, attribute by attribute. */
export function mergedMetadata(before: Metadata, added: Metadata): Metadata {
  const attributes = { ...attributesOf(before), ...attributesOf(added) };
  return { ...before, ...added, ...(Object.keys(attributes).length > 0 && { attributes }) };
}

/** Known keys stay where they are, everything else is an attribute. */
function contextOf(value: Metadata, known: readonly string[]): Metadata {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  const others = entries.filter(([key]) => !known.includes(key) && key !== 'attributes');
  const attributes = { ...attributesOf(value), ...Object.fromEntries(others) };
  const context = {
    ...Object.fromEntries(entries.filter(([key]) => known.includes(key))),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
  if (writtenBytes(context) > MAX_METADATA_BYTES)
    throw invalidArgument(`metadata is larger than ${MAX_METADATA_BYTES} bytes.`);
  return context;
}

/** As PostgreSQL writes it, which puts a space after each comma and colon. */
function writtenBytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length + countSeparators(value);
}

function countSeparators(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const parts = Object.values(value);
  const colons = Array.isArray(value) ? 0 : parts.length;
  return parts.reduce(
    (sum: number, part) => sum + countSeparators(part),
    colons + Math.max(0, parts.length - 1),
  );
}

function attributesOf({ attributes = {} }: Metadata): object {
  if (typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes)) return attributes;
  throw invalidArgument('metadata and its attributes must be objects.');
}
