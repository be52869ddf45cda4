// The English texts that only the inbox shows. `{n}` chooses the plural form.

import { sharedTexts } from './shared-texts.ts';
import { inboxListTexts } from './inbox-list-texts.ts';
import { inboxPageTexts } from './inbox-page-texts.ts';
import { inboxThreadTexts } from './inbox-thread-texts.ts';

export const inboxTexts = {
  ...sharedTexts,
  ...inboxListTexts,
  ...inboxThreadTexts,
  ...inboxPageTexts,
} as const;

export type InboxKey = keyof typeof inboxTexts;
