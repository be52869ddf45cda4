// The public surface of @globalchat/inbox-elements: classes, events, contexts. Importing it registers nothing.

export { GcElement } from './base/gc-element.ts';
export type { Theme } from './base/gc-element.ts';
export { SessionElement } from './base/session-element.ts';
export { ContextStore } from './base/context-store.ts';
export type { InboxLocalizer } from './base/default-localizer.ts';
export type { InboxKey } from '@globalchat/ui';

export {
  accountContext,
  failureContext,
  inboxContext,
  localizerContext,
  noteDraftsContext,
  searchContext,
  selectionContext,
  threadContext,
} from './contexts.ts';
export type { Account, Failure, NoteDrafts, Search } from './contexts.ts';

export { IntentEvent } from './events/intent-event.ts';
export { GcChangeTenantEvent, GcSignInEvent, GcSignOutEvent } from './events/account-intents.ts';
export {
  GcFilterEvent,
  GcLoadMoreEvent,
  GcRefreshEvent,
  GcSearchEvent,
  GcSelectEvent,
  GcUpdateSessionEvent,
} from './events/session-intents.ts';
export {
  GcAddNoteEvent,
  GcAgentTypingEvent,
  GcDeleteMessageEvent,
  GcDiscardMessageEvent,
  GcEditMessageEvent,
  GcLoadOlderEvent,
  GcRetryMessageEvent,
  GcSaveDraftEvent,
  GcSendReplyEvent,
  GcSyncSessionEvent,
  GcViewSessionEvent,
} from './events/thread-intents.ts';
export type { ReplyMode } from './events/thread-intents.ts';
export { GcInboxErrorEvent, GcShowLatestEvent, GcToggleVisitorEvent } from './events/layout-events.ts';
export type { InboxEventMap, InboxIntentMap } from './events/event-map.ts';

export { GcAssignee } from './gc-assignee/gc-assignee.ts';
export { GcFilters } from './gc-filters/gc-filters.ts';
export { GcInbox } from './gc-inbox/gc-inbox.ts';
export { GcInboxProvider } from './gc-inbox-provider/gc-inbox-provider.ts';
export { GcNotifications } from './gc-notifications/gc-notifications.ts';
export { GcPresence } from './gc-presence/gc-presence.ts';
export { GcPriority } from './gc-priority/gc-priority.ts';
export { GcReply } from './gc-reply/gc-reply.ts';
export { GcSearch } from './gc-search/gc-search.ts';
export { GcSessionList } from './gc-session-list/gc-session-list.ts';
export { GcSignIn } from './gc-sign-in/gc-sign-in.ts';
export { GcSnooze } from './gc-snooze/gc-snooze.ts';
export { GcStatus } from './gc-status/gc-status.ts';
export { GcTags } from './gc-tags/gc-tags.ts';
export { GcThread } from './gc-thread/gc-thread.ts';
export { GcVisitor } from './gc-visitor/gc-visitor.ts';
