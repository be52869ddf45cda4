// French: the texts of the inbox.

import type { InboxKey, InboxPageKey } from '../../inbox-texts.ts';
import type { Texts } from '../../texts.ts';
import { desk } from './inbox-desk.ts';
import { list } from './inbox-list.ts';
import { page } from './inbox-page.ts';
import { thread } from './inbox-thread.ts';
import { shared } from './shared.ts';

export const inbox: Texts<InboxKey | InboxPageKey> = {
  ...shared,
  ...list,
  ...thread,
  ...desk,
  ...page,
};
