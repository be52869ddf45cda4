// How a language arrives: English is there, the table of the others is a chunk, and each dictionary is one.
// Refuses to fail for a language that we do not have: that is English.

import type { InboxKey, InboxPageKey } from './inbox-texts.ts';
import type { Texts } from './texts.ts';
import type { WidgetKey } from './widget-texts.ts';

/** The widget's texts in that language; null when English is the nearest. Rejects when a chunk cannot be fetched. */
export async function loadWidgetDictionary(locale: string): Promise<Texts<WidgetKey> | null> {
  return isEnglish(locale) ? null : (await import('./widget-dictionaries.ts')).loadWidget(locale);
}

/** The inbox's texts in that language; null when English is the nearest. Rejects when a chunk cannot be fetched. */
export async function loadInboxDictionary(locale: string): Promise<Texts<InboxKey | InboxPageKey> | null> {
  return isEnglish(locale) ? null : (await import('./inbox-dictionaries.ts')).loadInbox(locale);
}

function isEnglish(locale: string): boolean {
  return /^en\b/i.test(locale);
}
