// English, for elements without a provider: one localizer, made when it is first needed.
import { createLocalizer, inboxTexts } from '@globalchat/ui';
import type { InboxKey, Localizer } from '@globalchat/ui';

/** Texts and formats of the inbox. */
export type InboxLocalizer = Localizer<InboxKey>;

let english: InboxLocalizer | undefined;

export function defaultLocalizer(): InboxLocalizer {
  return (english ??= createLocalizer({ locale: 'en', dictionary: inboxTexts }));
}
