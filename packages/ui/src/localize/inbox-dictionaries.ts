// The inbox's languages besides English. Arrives by itself when an agent speaks one of them.

import type { InboxKey, InboxPageKey } from './inbox-texts.ts';
import { loadNearest } from './nearest.ts';
import type { Texts } from './texts.ts';

export const inboxDictionaries: Readonly<Record<string, () => Promise<Texts<InboxKey | InboxPageKey>>>> = {
  ar: async () => (await import('./locales/ar/inbox.ts')).inbox,
  de: async () => (await import('./locales/de/inbox.ts')).inbox,
  es: async () => (await import('./locales/es/inbox.ts')).inbox,
  fr: async () => (await import('./locales/fr/inbox.ts')).inbox,
  ja: async () => (await import('./locales/ja/inbox.ts')).inbox,
  nb: async () => (await import('./locales/nb/inbox.ts')).inbox,
};

export const loadInbox = (locale: string): Promise<Texts<InboxKey | InboxPageKey> | null> =>
  loadNearest(inboxDictionaries, locale);
