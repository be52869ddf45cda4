// The English texts that only the inbox shows. `{n}` chooses the plural form. Those of pages around it (settings,
// members, reports, bulk work) stand apart: a page that needs them extends its localizer.

import { sharedTexts } from './shared-texts.ts';
import { inboxDeskTexts } from './inbox-desk-texts.ts';
import { inboxListTexts } from './inbox-list-texts.ts';
import type { inboxPageTexts } from './inbox-page-texts.ts';
import { inboxThreadTexts } from './inbox-thread-texts.ts';

export const inboxTexts = {
  ...sharedTexts,
  ...inboxListTexts,
  ...inboxThreadTexts,
  ...inboxDeskTexts,
} as const;

export type InboxKey = keyof typeof inboxTexts;

/** The texts of pages around the inbox; the other languages bring them along. */
export type InboxPageKey = keyof typeof inboxPageTexts;
