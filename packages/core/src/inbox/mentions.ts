// Notices when a colleague mentions this agent. Loaded when the inbox starts.

import type { Store } from '../observable/store.ts';
import type { InboxWatcher } from '../transport/transport.ts';
import type { Membership, Note } from '../types.ts';
import type { InboxState } from './inbox.ts';
import type { LiveList } from './live-list.ts';

export interface MentionsOptions {
  readonly me: Membership;
  readonly store: Store<InboxState>;
  readonly list: Pick<LiveList, 'mention'>;
  readonly onMention: (note: Note) => void;
  /** The list may have to show another conversation. */
  readonly reread: () => void;
}

/** For every note that is heard of. An edited note tells of a mention once. */
export function createMentions({
  me,
  store,
  list,
  onMention,
  reread,
}: MentionsOptions): InboxWatcher['onNote'] {
  const told = new Set<string>();
  return ({ note, deleted }) => {
    const { id, sessionId, authorId, mentions } = note;
    if (deleted || authorId === me.userId || !mentions.includes(me.userId) || told.has(id)) return;
    told.add(id);
    list.mention(sessionId);
    const { mentioned, filters } = store.get();
    if (!mentioned.includes(sessionId)) store.patch({ mentioned: [...mentioned, sessionId] });
    onMention(note);
    if (filters.mentioned) reread();
  };
}
