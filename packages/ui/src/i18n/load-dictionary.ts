// How a language arrives: English is there, the table of the others is a chunk, and each dictionary is one. A language
// that we do not have is no failure: that is English.

import type { InboxKey, InboxPageKey } from './en/inbox.ts';
import type { WidgetKey } from './en/widget.ts';
import type { Texts } from './texts.ts';

/** The widget's texts in that language; null when English is the nearest. Rejects when a chunk cannot be fetched. */
export async function loadWidgetDictionary(locale: string): Promise<Texts<WidgetKey> | null> {
  return isEnglish(locale) ? null : (await import('./widget-languages.ts')).loadWidget(locale);
}

/** The inbox's texts in that language; null when English is the nearest. Rejects when a chunk cannot be fetched. */
export async function loadInboxDictionary(locale: string): Promise<Texts<InboxKey | InboxPageKey> | null> {
  return isEnglish(locale) ? null : (await import('./inbox-languages.ts')).loadInbox(locale);
}

function isEnglish(locale: string): boolean {
  return /^en\b/i.test(locale);
}
