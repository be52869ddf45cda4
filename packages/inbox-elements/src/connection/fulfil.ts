// What each intent does: the one table from events to core. Owns that mapping; refuses state, which is the desk's.
import { GlobalChatError, toGlobalChatError } from '@globalchat/core';
import type { Inbox } from '@globalchat/core';
import type { GcSendReplyEvent } from '../events/thread-intents.ts';
import type { Fulfilments } from './listen-for-intents.ts';
import type { StoredNoteDrafts } from './note-drafts.ts';
import type { OpenThreads } from './open-threads.ts';
import type { SearchDesk } from './search-desk.ts';
import { whenSent } from './when-sent.ts';

/** What a provider lends to the table. */
export interface Desk {
  /** Null before there is something to connect to. */
  readonly inbox: Inbox | null;
  readonly threads: OpenThreads | null;
  readonly noteDrafts: StoredNoteDrafts;
  readonly search: SearchDesk;
  select(sessionId: string | null): void;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  changeTenant(tenantId: string): void;
  report(error: GlobalChatError, intent: string): void;
}

export function fulfilmentsOf(desk: Desk): Fulfilments {
  const inbox = (): Inbox => present(desk.inbox);
  const threads = (): OpenThreads => present(desk.threads);
  return {
    'gc-select': ({ sessionId }) => desk.select(sessionId),
    'gc-filter': ({ filters }) => {
      desk.search.find('');
      inbox().setFilters(filters);
    },
    'gc-search': ({ query }) => desk.search.find(query),
    'gc-load-more': () => (desk.search.active ? desk.search.more() : inbox().loadMore()),
    'gc-refresh': () => (inbox().get().status === 'ready' ? inbox().refresh() : inbox().start()),
    'gc-update-session': ({ sessionIds, changes }) => {
      const [only] = sessionIds;
      if (sessionIds.length === 1 && only !== undefined) return threads().get(only).update(changes);
      return inbox().update(sessionIds, changes);
    },
    'gc-send-reply': (intent) => sendReply(desk, threads(), intent),
    'gc-add-note': ({ sessionId, content, mentions }) => threads().get(sessionId).addNote(content, mentions),
    'gc-save-draft': ({ sessionId, mode, text }) => {
      if (mode === 'note') desk.noteDrafts.set(sessionId, text);
      else threads().get(sessionId).setDraft(text);
    },
    'gc-agent-typing': ({ sessionId, typing }) => {
      threads().get(sessionId).setTyping(typing);
      inbox().setViewing(sessionId, typing);
    },
    'gc-view-session': ({ sessionId, visible }) => {
      threads().get(sessionId).setVisible(visible);
      inbox().setViewing(visible ? sessionId : null);
    },
    'gc-sync-session': ({ sessionId }) => threads().get(sessionId).sync(),
    'gc-load-older': ({ sessionId }) => threads().get(sessionId).loadOlder(),
    'gc-retry-message': ({ sessionId, messageId }) => threads().get(sessionId).retry(messageId),
    'gc-discard-message': ({ sessionId, messageId }) => threads().get(sessionId).discard(messageId),
    'gc-sign-in': ({ email, password }) => desk.signIn(email, password),
    'gc-sign-out': () => desk.signOut(),
    'gc-change-tenant': ({ tenantId }) => desk.changeTenant(tenantId),
  };
}

/** Resolves once the outbox holds the reply. Resolving the conversation waits until the database has it. */
async function sendReply(desk: Desk, threads: OpenThreads, intent: GcSendReplyEvent): Promise<void> {
  const thread = threads.get(intent.sessionId);
  const messageId = await thread.send({
    content: intent.content,
    attachments: intent.attachments,
  });
  if (!intent.resolve) return;
  const resolve = async (): Promise<void> => {
    if (await whenSent(thread, messageId)) await thread.update({ status: 'resolved' });
  };
  // Not awaited: the reply is on its way, and a failure to resolve must not bring its text back.
  resolve().catch((cause: unknown) => desk.report(toGlobalChatError(cause), 'gc-update-session'));
}

function present<T>(value: T | null): T {
  if (value === null) throw new GlobalChatError('closed', 'The inbox is not connected.');
  return value;
}
