// English, for elements without a provider. Owns one lazily made localizer, which holds no state.
import { createLocalizer } from '@globalchat/ui';
import type { Localizer } from '@globalchat/ui';
import { englishTexts } from '../texts/own-texts.ts';
import type { InboxKey } from '../texts/own-texts.ts';

/** Texts and formats of the inbox. */
export type InboxLocalizer = Localizer<InboxKey>;

let english: InboxLocalizer | undefined;

export function defaultLocalizer(): InboxLocalizer {
  return (english ??= createLocalizer({ locale: 'en', dictionary: englishTexts }));
}
