// What a visitor's metadata says, in words. It is untyped and hostile: every value becomes one line of text, and only
// http(s) addresses are taken apart.
import type { InboxSession, VisitorEvent } from '@globalchat/core';
import { line, pageOf, webAddress } from './page.ts';
import type { VisitedPage } from './page.ts';
import { sanitizeText } from './session.ts';

export interface PageVisit extends VisitedPage {
  /** Epoch milliseconds, when it is known. */
  readonly at: number | null;
}

export interface EventFact {
  readonly name: string;
  /** “sku: A-1, price: 9.5”; empty without any. */
  readonly properties: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface VisitorFacts {
  readonly page: VisitedPage | null;
  /** Host of the page that linked here. */
  readonly referrer: string | null;
  readonly title: string | null;
  /** Pages that were visited, newest first. */
  readonly trail: readonly PageVisit[];
  /** “Firefox 148 on macOS” */
  readonly browser: string | null;
  /** Id of the message beside the launcher that the conversation answers. */
  readonly trigger: string | null;
  /** What the page told that the visitor did, newest first. */
  readonly events: readonly EventFact[];
  /** BCP 47. */
  readonly language: string | null;
  /** IANA name. */
  readonly timezone: string | null;
  /** Town or country, as the host application told it. */
  readonly place: string | null;
  /** What the host application told, name and value. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** Keys that have a place of their own; every other one is an attribute. */
const NAMED_KEYS = new Set([
  'page_url',
  'page_title',
  'pages',
  'referrer',
  'browser',
  'os',
  'locale',
  'time_zone',
  'place',
  'trigger',
]);

/** `on` joins a browser and a system, such as “Firefox 148 on macOS”. */
export function visitorFacts(
  session: Pick<InboxSession, 'visitorMetadata' | 'visitorEvents'>,
  on: (a: string, b: string) => string,
): VisitorFacts {
  const data = session.visitorMetadata;
  const browser = line(data['browser']);
  const system = line(data['os']);
  return {
    page: pageOf(line(data['page_url'])),
    title: line(data['page_title']),
    trail: trailOf(data['pages']),
    referrer: hostOf(line(data['referrer'])),
    browser: browser !== null && system !== null ? on(browser, system) : (browser ?? system),
    trigger: line(data['trigger']),
    events: [...session.visitorEvents].reverse().map(eventOf),
    language: line(data['locale']),
    timezone: line(data['time_zone']),
    place: line(data['place']),
    attributes: Object.entries(data).flatMap(([key, value]) =>
      NAMED_KEYS.has(key) ? [] : attributesOf(key, value),
    ),
  };
}

function eventOf({ name, properties, at }: VisitorEvent): EventFact {
  const told = Object.entries(properties).flatMap(([key, value]) => attributesOf(key, value));
  return {
    name: sanitizeText(name),
    properties: told.map(([key, value]) => `${key}: ${value}`).join(', '),
    at,
  };
}

/** Newest first where times tell; a trail without times is in the order it came. */
function trailOf(pages: unknown): readonly PageVisit[] {
  const visits = Array.isArray(pages) ? pages.flatMap(visitOf) : [];
  return visits.reverse().sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

/** One page of the trail: an address, or an object with one and perhaps a time. */
function visitOf(entry: unknown): PageVisit[] {
  const record =
    typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : { url: entry };
  const page = pageOf(line(record['url'] ?? record['page_url']));
  const time = record['at'];
  const at = typeof time === 'number' ? time : typeof time === 'string' ? Date.parse(time) : NaN;
  return page === null ? [] : [{ ...page, at: Number.isFinite(at) ? at : null }];
}

/** The time where the visitor is; null for an unknown zone. */
export function localTime(timezone: string, now: number, locale: string): string | null {
  try {
    return new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: timezone }).format(now);
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

/** The name of a language in the reader's language; the tag itself when it is unknown. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag;
  } catch (cause) {
    if (cause instanceof RangeError) return tag;
    throw cause;
  }
}

function hostOf(address: string | null): string | null {
  return address === null ? null : (webAddress(address)?.host ?? null);
}

function attributesOf(key: string, value: unknown): (readonly [string, string])[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([inner, part]) => attributesOf(inner, part));
  }
  const text = Array.isArray(value) ? value.map(plain).join(', ') : plain(value);
  return [[sanitizeText(key), sanitizeText(text)]];
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
