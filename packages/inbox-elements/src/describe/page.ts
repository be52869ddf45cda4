// Where a visitor is, from a conversation's metadata. Addresses are hostile: each becomes one line of text, and only
// http(s) addresses are taken apart.
import type { InboxSession } from '@globalchat/core';
import { sanitizeText } from './session.ts';

/** A page the visitor looks at: where it is, and the part after the host. */
export interface VisitedPage {
  readonly site: string;
  readonly path: string;
}

/** Where the visitor is, short: the path, or the site when that says more. Null when nobody told. */
export function pageLine(session: Pick<InboxSession, 'visitorMetadata'>): string | null {
  const page = pageOf(line(session.visitorMetadata['page_url']));
  if (page === null) return null;
  return page.path === '/' ? page.site || page.path : page.path;
}

/** One line of text, or null when there is none. */
export function line(value: unknown): string | null {
  return typeof value === 'string' && sanitizeText(value) !== '' ? sanitizeText(value) : null;
}

/** The site a conversation came from; null when nobody told. */
export function siteOf(session: Pick<InboxSession, 'visitorMetadata'>): string | null {
  return pageOf(line(session.visitorMetadata['page_url']))?.site || null;
}

export function pageOf(address: string | null): VisitedPage | null {
  if (address === null) return null;
  const url = webAddress(address);
  if (url !== null) return { site: url.host, path: sanitizeText(safeDecode(url.pathname + url.search)) };
  return address.startsWith('/') ? { site: '', path: address } : null;
}

export function webAddress(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return /^https?:$/.test(url.protocol) ? url : null;
}

function safeDecode(path: string): string {
  try {
    return decodeURI(path);
  } catch (cause) {
    if (cause instanceof URIError) return path;
    throw cause;
  }
}
