// The inbox's languages besides English. Arrives by itself when an agent speaks one of them.

import type { InboxKey } from './inbox-texts.ts';
import { loadNearest } from './nearest.ts';
import type { Texts } from './texts.ts';

export const inboxDictionaries: Readonly<Record<string, () => Promise<Texts<InboxKey>>>> = {};

export const loadInbox = (locale: string): Promise<Texts<InboxKey> | null> =>
  loadNearest(inboxDictionaries, locale);
