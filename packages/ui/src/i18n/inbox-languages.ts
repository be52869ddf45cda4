// The languages of the inbox besides English: each is a folder here and a line below. This table comes with the first
// agent who speaks another language than English, and then the one dictionary.

import type { InboxKey, InboxPageKey } from './en/inbox.ts';
import { loadNearest } from './nearest-language.ts';
import type { Texts } from './texts.ts';

export const inboxLanguages: Readonly<Record<string, () => Promise<Texts<InboxKey | InboxPageKey>>>> = {
  ar: async () => (await import('./ar/inbox.ts')).inbox,
  de: async () => (await import('./de/inbox.ts')).inbox,
  es: async () => (await import('./es/inbox.ts')).inbox,
  fr: async () => (await import('./fr/inbox.ts')).inbox,
  ja: async () => (await import('./ja/inbox.ts')).inbox,
  nb: async () => (await import('./nb/inbox.ts')).inbox,
};

export const loadInbox = (locale: string): Promise<Texts<InboxKey | InboxPageKey> | null> =>
  loadNearest(inboxLanguages, locale);
