// What each intent does: the one table from events to core. Keeps no state: that is in its target.
import { GlobalChatError, toGlobalChatError } from '@globalchat/core';
import type { Inbox } from '@globalchat/core';
import type { Place } from '../contexts.ts';
import type { GcSendReplyEvent } from '../events/thread-intents.ts';
import type { IntentHandlers } from './listen-for-intents.ts';
import type { StoredNoteDrafts } from './note-drafts.ts';
import type { OpenThreads } from './open-threads.ts';
import type { LazySearch } from './lazy-search.ts';

/** What the handlers act on: a provider. */
export interface IntentTarget {
  /** Null before there is something to connect to. */
  readonly inbox: Inbox | null;
  readonly threads: OpenThreads | null;
  readonly noteDrafts: StoredNoteDrafts;
  readonly search: LazySearch;
  select(sessionId: string | null, place: Place | null): void;
  signIn(email: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  changeTenant(tenantId: string): void;
  report(error: GlobalChatError, intent: string): void;
}

export function createIntentHandlers(target: IntentTarget): IntentHandlers {
  const inbox = (): Inbox => present(target.inbox);
  const threads = (): OpenThreads => present(target.threads);
  return {
    'gc-select': ({ sessionId, place }) => target.select(sessionId, place),
    'gc-filter': ({ filters }) => {
      target.search.find('');
      inbox().setFilters(filters);
    },
    'gc-search': ({ query }) => target.search.find(query),
    'gc-load-more': () => (target.search.active ? target.search.more() : inbox().loadMore()),
    'gc-refresh': () => (inbox().get().status === 'ready' ? inbox().refresh() : inbox().start()),
    'gc-update-session': ({ sessionIds, changes }) => {
      const [only] = sessionIds;
      if (sessionIds.length === 1 && only !== undefined) return threads().get(only).update(changes);
      return inbox().update(sessionIds, changes);
    },
    'gc-send-reply': (intent) => sendReply(target, threads(), intent),
    'gc-add-note': ({ sessionId, content, mentions }) => threads().get(sessionId).addNote(content, mentions),
    'gc-save-draft': ({ sessionId, mode, text }) => {
      if (mode === 'note') target.noteDrafts.set(sessionId, text);
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
    'gc-edit-message': ({ sessionId, messageId, content, baseRev }) =>
      threads().get(sessionId).edit(messageId, content, baseRev),
    'gc-delete-message': ({ sessionId, messageId }) => threads().get(sessionId).delete(messageId),
    'gc-sign-in': ({ email, password }) => target.signIn(email, password),
    'gc-sign-out': () => target.signOut(),
    'gc-change-tenant': ({ tenantId }) => target.changeTenant(tenantId),
    'gc-set-availability': ({ availability }) => inbox().setAvailability(availability),
  };
}

/** Resolves once the outbox holds the reply. What is done with the conversation waits until the database has it. */
async function sendReply(
  target: IntentTarget,
  threads: OpenThreads,
  intent: GcSendReplyEvent,
): Promise<void> {
  const thread = threads.get(intent.sessionId);
  const messageId = await thread.send({
    content: intent.content,
    attachments: intent.attachments,
  });
  if (!intent.resolve && !intent.take) return;
  const finish = async (): Promise<void> => {
    const { finishReply } = await import('./finish-reply.ts');
    await finishReply(thread, messageId, intent, target.inbox?.get().me?.userId);
  };
  // Not awaited: the reply is on its way, and a failure of what follows must not bring its text back.
  finish().catch((cause: unknown) => target.report(toGlobalChatError(cause), 'gc-update-session'));
}

function present<T>(value: T | null): T {
  if (value === null) throw new GlobalChatError('closed', 'The inbox is not connected.');
  return value;
}
